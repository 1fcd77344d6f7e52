"""The broker goes away and comes back."""

import itertools
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from ops.rabbitmq import RabbitMQ
from tests.websocket_server.cable import Cable
from tests.websocket_server.publisher import Publisher
from tests.websocket_server.server import KEY, Server, wait_until
from tests.websocket_server.wire import Wire, ticket

pytestmark = pytest.mark.broker


def status(server: Server, opening: str) -> int:
    """Return what a handshake is answered with."""
    with Wire.open(server.address, opening) as wire:
        return wire.answer.status


def test_clients_stay_and_prove_their_rights_anew(
    broker: RabbitMQ, publisher: Publisher, scope: dict[str, str], uri: str, user: int
) -> None:
    """Handshakes get 503 meanwhile; then each is asked for a ticket, and hears again with it."""
    with Cable(broker.url) as cable, Server(cable.url, environment=scope) as server:
        pids = server.pids()
        wires = [server.open(user + number, uri) for number in range(10)]
        old = ticket(user, uri, key=KEY)
        cable.cut()
        server.wait_for("broker lost", count=2)
        assert status(server, ticket(user, uri, key=KEY)) == 503
        cable.mend()
        for number, wire in enumerate(wires):
            assert wire.hear_type("authorise")["within"] == 2.0
            publisher.post(uri, 100 + number)
            wire.say({"type": "ticket", "ticket": old})
            assert wire.hear()["code"] in ("bad_ticket", "not_yours")
            wire.say({"type": "ticket", "ticket": ticket(user + number, uri, key=KEY)})
            assert wire.hear()["sessions"] == [uri]
        assert status(server, old) == 401
        publisher.post(uri, 1)
        for number, wire in enumerate(wires):
            heard = [wire.hear()["seq"]]
            while heard[-1] != 1:
                heard.append(wire.hear()["seq"])
            # What was on its way when it was welcomed may come, too; what followed must.
            owed = [*range(101 + number, 110), 1]
            assert heard[-len(owed) :] == owed
            assert heard[:-1] == sorted(set(heard[:-1]))
        assert server.pids() == pids
        assert len(server.lines("broker lost")) == 2


def test_while_the_broker_is_away_clients_are_told_to_ask(
    broker: RabbitMQ, scope: dict[str, str], uri: str, user: int
) -> None:
    """Never silence: they can sync though nothing is relayed; a ticket is not taken yet."""
    with Cable(broker.url) as cable, Server(cable.url, workers=1, environment=scope) as server:
        alice = server.open(user, uri)
        cable.cut()
        assert alice.hear() == {"type": "resync", "within": 10.0}
        alice.say({"type": "ticket", "ticket": ticket(user, uri, key=KEY)})
        assert alice.hear()["code"] == "try_later"
        assert alice.is_alive()


def test_old_claims_open_nothing_after_a_loss(
    broker: RabbitMQ, publisher: Publisher, scope: dict[str, str], uri: str, user: int
) -> None:
    """Bob was removed meanwhile, and his fresh ticket names his other session alone."""
    other = uri[::-1]
    with Cable(broker.url) as cable, Server(cable.url, workers=1, environment=scope) as server:
        bob, alice = server.open(user, uri, other), server.open(user + 1, uri)
        cable.cut()
        server.wait_for("broker lost")
        cable.mend()
        alice.hear_type("authorise")
        alice.say({"type": "ticket", "ticket": ticket(user + 1, uri, key=KEY)})
        assert alice.hear()["type"] == "welcome"
        publisher.post(uri, 1)
        bob.hear_type("authorise")
        bob.say({"type": "ticket", "ticket": ticket(user, other, key=KEY)})
        assert bob.hear()["sessions"] == [other]
        publisher.post(uri, 2)
        publisher.post(other, 1)
        assert bob.hear()["session"] == other
        assert [alice.hear()["seq"], alice.hear()["seq"]] == [1, 2]


def test_who_shows_no_ticket_is_closed_4004(
    broker: RabbitMQ, scope: dict[str, str], uri: str, user: int
) -> None:
    """Ten seconds after the time that it was given."""
    with Cable(broker.url) as cable, Server(cable.url, workers=1, environment=scope) as server:
        alice = server.open(user, uri)
        cable.cut()
        server.wait_for("broker lost")
        cable.mend()
        alice.hear_type("authorise")
        began = time.monotonic()
        assert alice.closed()[0] == 4004
        assert 10 < time.monotonic() - began < 15


def test_a_long_absence_is_one_line_in_the_log(broker: RabbitMQ, user: int) -> None:
    """However often it is tried."""
    with Cable(broker.url) as cable, Server(cable.url, workers=1) as server:
        for round_ in (1, 2):
            cable.cut()
            server.wait_for("broker lost", count=round_)
            cable.mend()
            server.wait_for("broker up", count=round_ + 1)
        wait_until(lambda: status(server, ticket(user, key=KEY)) == 101, "a place")
        assert not server.lines("Traceback")


@contextmanager
def hanging(broker: RabbitMQ) -> Iterator[None]:
    """Stop a broker that closes nothing."""
    assert broker.server is not None
    os.killpg(broker.server.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(broker.server.pid, signal.SIGCONT)


def test_a_broker_that_hangs_refuses_after_a_while(broker: RabbitMQ, user: int) -> None:
    """Those that are in stay, and ask; who waits gets his welcome late; after ten seconds 503."""
    users = itertools.count(user + 2)
    with Server(broker.url, workers=1) as server:
        alice = server.open(user)
        with hanging(broker), Wire.open(server.address, ticket(user + 1, key=KEY)) as bob:
            assert bob.answer.status == 101
            wait_until(lambda: status(server, ticket(next(users), key=KEY)) == 503, "a refusal")
            assert alice.hear_type("resync")["within"] == 10.0
            assert alice.is_alive()
            assert broker.server is not None
            os.killpg(broker.server.pid, signal.SIGCONT)
            assert bob.hear()["type"] == "welcome"
        wait_until(lambda: status(server, ticket(next(users), key=KEY)) == 101, "a place")
