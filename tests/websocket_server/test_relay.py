"""From the broker to the sockets, under uWSGI."""

import time
from typing import Any

import pytest

from chatire.protocol.events import UserType, decode
from tests.websocket_server import frames
from tests.websocket_server.publisher import Publisher
from tests.websocket_server.server import KEY, Server
from tests.websocket_server.wire import Wire, ticket

pytestmark = pytest.mark.broker


def test_a_welcome_is_the_first_frame(server: Server, uri: str, user: int) -> None:
    """It names connection, user, sessions and heartbeat."""
    with Wire.open(server.address, ticket(user, uri, key=KEY)) as alice:
        welcome = alice.hear()
    assert welcome.pop("connection")
    assert welcome == {
        "type": "welcome",
        "user": {"id": user, "username": f"user{user}", "first_name": "", "last_name": ""},
        "sessions": [uri],
        "heartbeat": 25.0,
    }


def test_the_answer_selects_the_subprotocol_alone(server: Server, uri: str, user: int) -> None:
    """The ticket is not sent back."""
    opening = ticket(user, uri, key=KEY)
    with Wire.open(server.address, opening, Origin="http://localhost:8000") as alice:
        assert alice.answer.headers["sec-websocket-protocol"] == "chatire.v1"
        assert not any(opening in value for value in alice.answer.headers.values())


def test_an_event_reaches_every_member_untouched(
    server: Server, publisher: Publisher, uri: str, user: int
) -> None:
    """Right after the welcome, on both paths, byte for byte."""
    with server.open(user, uri) as alice, server.open(user + 1, uri, path=f"/ws/{uri}") as bob:
        body = publisher.post(uri, 1, "h\u00e9llo")
        assert alice.hear_body() == body
        assert bob.hear_body() == body


def test_mallory_hears_nothing_of_a_session_that_is_not_hers(
    server: Server, publisher: Publisher, uri: str, user: int
) -> None:
    """Her ticket does not name it."""
    with server.open(user, uri) as alice, server.open(user + 1, "f" * 15) as mallory:
        publisher.post(uri, 1)
        assert alice.hear()["session"] == uri
        mallory.say({"type": "ping", "id": 1})
        assert mallory.hear() == {"type": "pong", "id": 1}


def test_one_session_s_socket_hears_nothing_of_the_others(
    server: Server, publisher: Publisher, uri: str, user: int
) -> None:
    """Though its ticket names them."""
    other = "e" * 15
    with server.open(user, uri, other, path=f"/ws/{uri}") as alice, server.open(user, other):
        publisher.post(other, 1)
        publisher.post(uri, 1)
        assert alice.hear()["session"] == uri


def test_events_arrive_once_and_in_order(
    server: Server, publisher: Publisher, uri: str, user: int
) -> None:
    """A few hundred of them, to three sockets."""
    with server.open(user, uri) as one, server.open(user, uri) as two, server.open(9, uri) as bob:
        for seq in range(1, 301):
            publisher.post(uri, seq)
        for wire in (one, two, bob):
            assert [wire.hear()["seq"] for _ in range(300)] == list(range(1, 301))


def test_a_ticket_of_four_hundred_sessions_is_taken(
    server: Server, publisher: Publisher, user: int
) -> None:
    """Ten kilobytes of headers."""
    uris = [f"{number:015x}" for number in range(0xABC000, 0xABC000 + 400)]
    with server.open(user, *uris) as alice:
        publisher.post(uris[399], 1)
        assert alice.hear()["session"] == uris[399]


def test_more_sessions_come_by_a_ticket_frame(
    server: Server, publisher: Publisher, uri: str, user: int
) -> None:
    """It is answered with a welcome that names all."""
    other = uri[::-1]
    with server.open(user, uri) as alice:
        alice.say({"type": "ticket", "ticket": ticket(user, other, key=KEY)})
        assert alice.hear()["sessions"] == sorted([uri, other])
        publisher.post(other, 1)
        assert alice.hear()["session"] == other


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"key": "another-key-that-is-long-enough-for-hmac"}, "bad_ticket"),
        ({"issued_at": 1_000_000.0}, "bad_ticket"),
        ({"device": "another device"}, "not_yours"),
    ],
)
def test_a_ticket_frame_that_opens_nothing_is_an_error(
    server: Server, uri: str, user: int, change: dict[str, Any], code: str
) -> None:
    """Forged, expired, or of another device."""
    with server.open(user) as alice:
        alice.say({"type": "ticket", "ticket": ticket(user, uri, **{"key": KEY, **change})})
        assert alice.hear()["code"] == code


def test_mallory_may_not_present_alices_ticket(server: Server, uri: str, user: int) -> None:
    """A socket is one user's from its beginning to its end."""
    with server.open(user + 1) as mallory:
        mallory.say({"type": "ticket", "ticket": ticket(user, uri, key=KEY)})
        assert mallory.hear()["code"] == "not_yours"


def test_a_user_event_reaches_all_sockets_of_the_user_alone(
    server: Server, publisher: Publisher, uri: str, user: int
) -> None:
    """On /ws/ and /ws/<uri> alike."""
    with (
        server.open(user) as alice,
        server.open(user, uri, path=f"/ws/{uri}") as phone,
        server.open(user + 1) as mallory,
    ):
        publisher.tell(user, UserType.NOTIFICATION, {"id": 1})
        assert alice.hear()["data"] == {"id": 1}
        assert phone.hear()["data"] == {"id": 1}
        assert mallory.is_alive()


def test_a_join_is_told_once_it_is_bound(
    server: Server, publisher: Publisher, uri: str, user: int
) -> None:
    """What is posted after `session.added` arrives."""
    with server.open(user) as alice, server.open(user, "d" * 15, path="/ws/" + "d" * 15) as phone:
        publisher.tell(user, UserType.SESSION_ADDED, {"uri": uri, "title": "new"})
        assert alice.hear()["type"] == "session.added"
        assert phone.hear()["data"]["title"] == "new"
        publisher.post(uri, 1)
        assert alice.hear()["session"] == uri
        assert phone.is_alive()


def test_nonsense_on_the_control_queue_harms_nobody(
    server: Server, publisher: Publisher, uri: str, user: int
) -> None:
    """It is logged, and the next message is read."""
    with server.open(user, uri) as alice:
        publisher.tell(user, UserType.SESSION_ADDED, {"uri": "amq.fanout"})
        publisher.channel.basic_publish("chatire.control", "", b"nonsense")
        nonsense = b'{"type": "account.disabled", "user": [1], "at": 1}'
        publisher.channel.basic_publish("chatire.control", "", nonsense)
        publisher.tell(user, UserType.NOTIFICATION, {"id": 7})
        assert alice.hear()["data"] == {"id": 7}
    assert server.wait_for("control message not understood", count=3)


def test_a_client_that_closes_is_answered_at_once(server: Server, uri: str, user: int) -> None:
    """With its own code, and the end of file follows."""
    began = time.monotonic()
    with server.open(user, uri) as alice:
        alice.send(frames.close(1000))
        assert alice.closed() == (1000, "")
        assert alice.ended()
    assert time.monotonic() - began < 1.5


def test_a_body_is_relayed_as_it_is(
    server: Server, publisher: Publisher, uri: str, user: int
) -> None:
    """The longest message there is, in the widest characters."""
    with server.open(user, uri) as alice:
        body = publisher.post(uri, 1, "\U0001f600" * 4_000)
        assert alice.hear_body() == body
        assert decode(body)["seq"] == 1
