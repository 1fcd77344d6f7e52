"""The broker goes away and comes back."""

import itertools
import os
import signal
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


def test_clients_are_sent_away_and_let_in_again(
    broker: RabbitMQ, publisher: Publisher, uri: str, user: int
) -> None:
    """1012 with the seconds to wait; 503 meanwhile; then a fresh ticket opens, an old does not."""
    with Cable(broker.url) as cable, Server(cable.url) as server:
        pids = server.pids()
        wires = [server.open(user + number, uri) for number in range(10)]
        old = ticket(user, uri, key=KEY)
        cable.cut()
        for wire in wires:
            code, reason = wire.closed()
            assert code == 1012
            assert 0 <= float(reason) <= 30
        assert status(server, ticket(user, uri, key=KEY)) == 503
        cable.mend()
        server.wait_for("broker up", count=4)
        assert status(server, old) == 401
        with server.open(user, uri) as alice:
            publisher.post(uri, 1)
            assert alice.hear()["seq"] == 1
        assert server.pids() == pids
        assert len(server.lines("broker lost")) == 2


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
    """Those that are in stay; who waits gets his welcome late; after ten seconds 503."""
    users = itertools.count(user + 2)
    with Server(broker.url, workers=1) as server:
        alice = server.open(user)
        with hanging(broker), Wire.open(server.address, ticket(user + 1, key=KEY)) as bob:
            assert bob.answer.status == 101
            wait_until(lambda: status(server, ticket(next(users), key=KEY)) == 503, "a refusal")
            assert alice.is_alive()
            assert broker.server is not None
            os.killpg(broker.server.pid, signal.SIGCONT)
            assert bob.hear()["type"] == "welcome"
        wait_until(lambda: status(server, ticket(next(users), key=KEY)) == 101, "a place")
