"""Who is online, and who is typing, under uWSGI with two workers."""

import signal

import pytest

from ops.rabbitmq import RabbitMQ
from tests.websocket_server.publisher import Publisher
from tests.websocket_server.server import KEY, Server
from tests.websocket_server.wire import Wire, ticket

pytestmark = pytest.mark.broker


def online(wire: Wire) -> dict[int, bool]:
    """Return what the next presence frame says."""
    users = wire.hear_type("presence")["data"]["users"]
    return {user["id"]: user["online"] for user in users}


def wait_online(wire: Wire, user: int, *, is_online: bool = True) -> None:
    """Return once a frame says so of a user."""
    while online(wire).get(user) is not is_online:
        pass


def test_a_list_follows_the_welcome_and_changes_follow_the_list(
    server: Server, uri: str, user: int
) -> None:
    """Whatever worker somebody is on; and after a while who has gone is gone."""
    with server.open(user, uri) as alice:
        wait_online(alice, user)
        with server.open(user + 1, uri) as bob:
            wait_online(alice, user + 1)
            wait_online(bob, user)
        wait_online(alice, user + 1, is_online=False)


def test_a_user_with_several_tabs_stays_while_one_of_them_does(
    server: Server, uri: str, user: int
) -> None:
    """The others come and go unnoticed: nothing is said of him until carol comes and goes."""
    with server.open(user, uri) as alice, server.open(user + 1, uri):
        wait_online(alice, user + 1)
        for _ in range(2):
            server.open(user + 1, uri).sock.close()
        with server.open(user + 2, uri):
            wait_online(alice, user + 2)
        said = [online(alice)]
        while user + 2 not in said[-1]:
            said.append(online(alice))
        assert said[-1] == {user + 2: False}
        assert all(user + 1 not in users for users in said)


def test_whoever_was_on_a_gateway_that_ends_is_gone(broker: RabbitMQ, uri: str, user: int) -> None:
    """It says so to those of other machines: they need not wait until it is forgotten."""
    with (
        Server(broker.url, workers=1) as mine,
        Server(broker.url, workers=1) as other,
        mine.open(user, uri) as alice,
    ):
        with other.open(user + 1, uri) as bob:
            wait_online(alice, user + 1)
            other.process.send_signal(signal.SIGTERM)
            bob.closed()
        wait_online(alice, user + 1, is_online=False)


def test_invisible_people_see_and_are_not_seen(server: Server, uri: str, user: int) -> None:
    """Nor does anybody hear them typing."""
    with server.open(user, uri) as alice, server.open(user + 1, uri, invisible=True) as bob:
        wait_online(bob, user)
        bob.say({"type": "typing", "session": uri})
        assert bob.is_alive()
        with server.open(user + 2, uri) as carol:
            carol.say({"type": "typing", "session": uri})
            assert alice.hear()["data"]["user"]["id"] == user + 2
            assert user + 1 not in online(carol)


def test_typing_is_relayed_once_in_a_while(server: Server, uri: str, user: int) -> None:
    """To everybody of the session; more of it says nothing new."""
    with server.open(user, uri) as alice, server.open(user + 1, uri) as bob:
        for _ in range(5):
            bob.say({"type": "typing", "session": uri})
        assert bob.is_alive()
        bob.say({"type": "typing", "session": uri[::-1]})
        assert bob.hear_type("error")["code"] == "not_yours"
        typing = alice.hear()
        assert typing.pop("at")
        assert typing == {
            "type": "typing",
            "session": uri,
            "data": {
                "user": {
                    "id": user + 1,
                    "username": f"user{user + 1}",
                    "first_name": "",
                    "last_name": "",
                }
            },
        }
        alice.say({"type": "ping", "id": 1})
        assert alice.hear() == {"type": "pong", "id": 1}


def test_a_quiet_session_tells_nothing_of_people(
    server: Server, publisher: Publisher, uri: str, user: int
) -> None:
    """It has too many members. Its messages come as ever, and other sessions tell as ever."""
    other = uri[::-1]
    quiet = frozenset({uri})
    with (
        server.open(user, uri, other, quiet=quiet) as alice,
        server.open(user + 1, uri, other, quiet=quiet) as bob,
    ):
        wait_online(alice, user + 1)
        for session in (uri, other):
            bob.say({"type": "typing", "session": session})
        assert alice.hear()["session"] == other
        publisher.post(uri, 1)
        assert alice.hear()["session"] == uri


def test_a_fresh_ticket_says_anew_which_sessions_are_quiet(
    server: Server, uri: str, user: int
) -> None:
    """Members have come or gone."""
    with server.open(user, uri, quiet=frozenset({uri})) as alice:
        alice.say({"type": "ticket", "ticket": ticket(user, uri, key=KEY)})
        assert alice.hear()["type"] == "welcome"
        assert online(alice) == {user: True}
