"""Claims that are renewed while nothing is wrong: whatever was lost on its way ends with that."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from chatire.protocol.events import UserType
from ops.rabbitmq import RabbitMQ
from tests.websocket_server.publisher import Publisher
from tests.websocket_server.server import KEY, Server
from tests.websocket_server.wire import ticket

pytestmark = pytest.mark.broker

HURRIED = ("--module", "tests.websocket_server.hurried_gateway")


@pytest.fixture(scope="module")
def hurried(broker: RabbitMQ, scope: dict[str, str]) -> Iterator[Server]:
    """Return a gateway that asks for a ticket after a second or two, and waits a few for it."""
    hurry = {"WS_AUTHORISE_EVERY": "2", "WS_AUTHORISE_WITHIN": "0.1"}
    with Server(broker.url, *HURRIED, workers=1, environment=scope | hurry) as server:
        yield server


def test_a_client_renews_its_claims(
    hurried: Server, publisher: Publisher, uri: str, user: int
) -> None:
    """It is asked, shows a ticket, and is welcomed again; nothing is missed meanwhile."""
    with hurried.open(user, uri) as alice:
        publisher.post(uri, 1)
        assert alice.hear()["seq"] == 1
        assert alice.hear() == {"type": "authorise", "within": 0.1}
        publisher.post(uri, 2)
        assert alice.hear()["seq"] == 2
        alice.say({"type": "ticket", "ticket": ticket(user, uri, key=KEY)})
        assert alice.hear()["sessions"] == [uri]
        publisher.post(uri, 3)
        assert alice.hear()["seq"] == 3


def test_a_removal_that_never_arrived_ends_with_the_next_tickets(
    hurried: Server, publisher: Publisher, uri: str, user: int
) -> None:
    """What none of them names is taken; what was joined since they were issued is not."""
    other, joined = uri[::-1], uri[::-1].replace("0", "a")
    with hurried.open(user, uri, other) as bob:
        bob.hear_type("authorise")
        fresh = ticket(user, other, key=KEY)
        publisher.tell(user, UserType.SESSION_ADDED, {"uri": joined}, at=datetime.now(UTC))
        assert bob.hear()["type"] == "session.added"
        bob.say({"type": "ticket", "ticket": fresh})
        assert bob.hear()["type"] == "welcome"
        assert bob.hear()["data"] == {"uri": uri, "reason": "not renewed"}
        publisher.post(uri, 1)
        for session in (other, joined):
            publisher.post(session, 1)
            assert bob.hear_type("message.posted")["session"] == session


def test_a_ticket_that_was_refused_removes_nobody(hurried: Server, uri: str, user: int) -> None:
    """Nobody knows what it would have named: the client comes back, and shows all of them."""
    other = uri[::-1]
    with hurried.open(user, uri, other) as bob:
        bob.hear_type("authorise")
        bob.say({"type": "ticket", "ticket": ticket(user, uri, key=KEY, issued_at=1.0)})
        assert bob.hear()["code"] == "bad_ticket"
        bob.say({"type": "ticket", "ticket": ticket(user, other, key=KEY)})
        assert bob.hear()["type"] == "welcome"
        assert bob.closed() == (4004, "a ticket was refused")


def test_a_socket_of_one_session_wants_a_ticket_that_names_it(
    hurried: Server, uri: str, user: int
) -> None:
    """Another session's is no proof of anything."""
    with hurried.open(user, uri, path=f"/ws/{uri}") as bob:
        bob.hear_type("authorise")
        bob.say({"type": "ticket", "ticket": ticket(user, uri[::-1], key=KEY)})
        assert bob.hear()["code"] == "not_yours"
        assert bob.closed()[0] == 4004
