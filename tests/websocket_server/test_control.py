"""Rights that end while a socket is open."""

import time
from contextlib import ExitStack
from datetime import UTC, datetime

import pika
import pytest

from chatire.protocol.events import UserType
from chatire.protocol.revocations import Revocation, RevocationType
from tests.websocket_server.publisher import Publisher
from tests.websocket_server.server import KEY, Server, wait_until
from tests.websocket_server.wire import Wire, ticket

pytestmark = pytest.mark.broker


def test_a_removed_member_hears_no_more(
    server: Server, publisher: Publisher, uri: str, user: int
) -> None:
    """`session.removed`, then nothing of that session; his other sessions go on."""
    other = uri[::-1]
    with server.open(user, uri, other) as bob, server.open(user + 1, uri) as alice:
        publisher.post(uri, 1)
        assert bob.hear()["seq"] == 1
        publisher.revoke(membership(user, uri, "removed"))
        removed = bob.hear()
        assert (removed["type"], removed["data"]) == (
            "session.removed",
            {"uri": uri, "reason": "removed"},
        )
        publisher.post(uri, 2)
        publisher.post(other, 1)
        assert bob.hear()["session"] == other
        assert [alice.hear()["seq"], alice.hear()["seq"]] == [1, 2]


def test_an_event_brings_the_news_of_a_removal_that_it_has_overtaken(
    server: Server, publisher: Publisher, uri: str, user: int
) -> None:
    """The removed does not get it; the revocation that follows says nothing new."""
    removal = membership(user, uri, "removed")
    with server.open(user, uri) as bob, server.open(user + 1, uri) as alice:
        publisher.post(uri, 1, removed=[(user, removal.at)])
        assert bob.hear()["type"] == "session.removed"
        assert alice.hear()["seq"] == 1
        publisher.post(uri, 2, removed=[(user, removal.at)])
        publisher.revoke(removal)
        publisher.tell(user, UserType.SESSION_ADDED, {"uri": uri})
        assert bob.hear()["type"] == "session.added"
        publisher.post(uri, 3)
        assert bob.hear()["seq"] == 3
        assert [alice.hear()["seq"], alice.hear()["seq"]] == [2, 3]


def test_headers_that_say_nonsense_harm_nobody(
    server: Server, publisher: Publisher, uri: str, user: int
) -> None:
    """They are logged, and the event is delivered."""
    with server.open(user, uri) as alice:
        for nonsense in ("[[1]]", "{", "7", '[["x", 1]]'):
            properties = pika.BasicProperties(headers={"removed": nonsense})
            publisher.channel.basic_publish(uri, "", b'{"type":"x"}', properties)
            assert alice.hear() == {"type": "x"}


def test_a_removed_members_own_socket_closes_4502(
    server: Server, publisher: Publisher, uri: str, user: int
) -> None:
    """On /ws/<uri> there is nothing left."""
    with server.open(user, uri, path=f"/ws/{uri}") as bob:
        publisher.revoke(membership(user, uri, "removed"))
        assert bob.hear()["type"] == "session.removed"
        assert bob.closed() == (4502, "removed")


def test_a_member_who_is_let_in_again_hears_again(
    server: Server, publisher: Publisher, uri: str, user: int
) -> None:
    """On the same socket."""
    with server.open(user, uri) as bob:
        publisher.revoke(membership(user, uri, "removed"))
        publisher.tell(user, UserType.SESSION_ADDED, {"uri": uri})
        assert [bob.hear()["type"], bob.hear()["type"]] == ["session.removed", "session.added"]
        publisher.post(uri, 5)
        assert bob.hear()["seq"] == 5


def test_a_join_that_a_removal_has_overtaken_opens_nothing(
    server: Server, publisher: Publisher, uri: str, user: int
) -> None:
    """Two processes published them, or one of them again."""
    before = datetime.now(UTC)
    with server.open(user) as bob, server.open(user + 1, uri) as alice:
        publisher.revoke(membership(user, uri, "removed"))
        publisher.tell(user, UserType.SESSION_ADDED, {"uri": uri}, at=before)
        assert bob.hear()["type"] == "session.removed"
        publisher.post(uri, 5)
        assert alice.hear()["seq"] == 5
        bob.say({"type": "ping", "id": 1})
        assert bob.hear()["type"] == "pong"


def test_a_removal_that_is_told_again_removes_nobody_who_came_back(
    server: Server, publisher: Publisher, uri: str, user: int
) -> None:
    """His membership is a later one."""
    removal = membership(user, uri, "removed")
    with server.open(user, uri) as bob:
        publisher.revoke(removal)
        publisher.tell(user, UserType.SESSION_ADDED, {"uri": uri})
        publisher.revoke(removal)
        assert [bob.hear()["type"], bob.hear()["type"]] == ["session.removed", "session.added"]
        publisher.post(uri, 5)
        assert bob.hear()["seq"] == 5


def test_a_second_tab_survives_a_join_in_its_first_moment(
    server: Server, publisher: Publisher, user: int
) -> None:
    """Before its queue is there: the welcome, and the sync behind it, tell of the session."""
    uris = [f"{number:015x}" for number in range(0xADD000, 0xADD000 + 20)]
    with server.open(user), ExitStack() as stack:
        for uri in uris:
            tab = stack.enter_context(Wire.open(server.address, ticket(user, key=KEY)))
            publisher.tell(user, UserType.SESSION_ADDED, {"uri": uri})
            assert tab.hear()["type"] == "welcome"
            assert tab.is_alive()


def test_a_device_that_signed_out_loses_its_sockets(
    server: Server, publisher: Publisher, uri: str, user: int
) -> None:
    """Its own alone."""
    with server.open(user, uri, device="phone") as phone, server.open(user, uri) as laptop:
        publisher.revoke(Revocation(RevocationType.DEVICE, user, time.time(), device="phone"))
        assert phone.closed()[0] == 4501
        assert laptop.is_alive()


def test_a_disabled_account_loses_all_sockets(
    server: Server, publisher: Publisher, uri: str, user: int
) -> None:
    """Of every device, and of nobody else."""
    with (
        server.open(user, uri, device="phone") as phone,
        server.open(user, uri) as laptop,
        server.open(user + 1, uri) as alice,
    ):
        publisher.revoke(Revocation(RevocationType.ACCOUNT, user, time.time()))
        assert (phone.closed()[0], laptop.closed()[0]) == (4503, 4503)
        assert alice.is_alive()


@pytest.mark.parametrize("kind", RevocationType)
def test_a_ticket_from_before_a_revocation_opens_nothing(
    server: Server, publisher: Publisher, uri: str, user: int, kind: RevocationType
) -> None:
    """On no worker; one from after it does."""
    old = ticket(user, uri, key=KEY)
    publisher.revoke(Revocation(kind, user, time.time(), session=uri, device="device"))
    wait_until(lambda: refusals(server, old) == [401] * 12, "all workers to know")
    wait_until(lambda: refusals(server, ticket(user, uri, key=KEY)) == [101] * 12, "a fresh one")


def membership(user: int, uri: str, reason: str) -> Revocation:
    """Return the end of a membership."""
    return Revocation(RevocationType.MEMBERSHIP, user, time.time(), session=uri, reason=reason)


def refusals(server: Server, opening: str) -> list[int]:
    """Return what a ticket opens, tried so often that every worker was asked."""
    statuses = []
    for _ in range(12):
        with Wire.open(server.address, opening) as wire:
            statuses.append(wire.answer.status)
    return statuses
