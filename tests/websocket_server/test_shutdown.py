"""The end of a gateway, and of one worker of it."""

import os
import signal
from pathlib import Path

import pytest

from ops.rabbitmq import RabbitMQ
from tests.websocket_server.server import KEY, Server
from tests.websocket_server.wire import Wire, ticket

pytestmark = pytest.mark.broker


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_all_of_it(broker: RabbitMQ, uri: str, user: int, number: int) -> None:
    """Clients are told to come back, and within seconds no process is left."""
    with Server(broker.url) as server:
        pids = server.pids()
        wires = [server.open(user + count, uri) for count in range(10)]
        server.process.send_signal(number)
        assert {wire.closed()[0] for wire in wires} == {1012}
        server.process.wait(8)
        assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]


def test_a_client_that_does_not_read_delays_nothing(broker: RabbitMQ, user: int) -> None:
    """Nor does one that is in the middle of its handshake."""
    with Server(broker.url, workers=1) as server:
        server.open(user)
        opening = ticket(user, key=KEY)
        half = Wire.open(server.address, opening)
        assert server.stop() < 8
        half.sock.close()


def test_a_killed_worker_is_replaced_and_costs_its_own_clients_alone(
    broker: RabbitMQ, uri: str, user: int
) -> None:
    """The others do not notice."""
    with Server(broker.url) as server:
        wires = [server.open(user + count, uri) for count in range(12)]
        victim = min(server.pids())
        os.kill(victim, signal.SIGKILL)
        server.wait_for("broker up", count=3)
        alive = [wire for wire in wires if survives(wire)]
        assert len(alive) < 12
        assert server.open(user, uri).is_alive()


def survives(wire: Wire) -> bool:
    """Tell whether the worker at the other end still answers."""
    try:
        return wire.is_alive()
    except (EOFError, ConnectionError):
        return False


def test_a_bad_value_stops_the_start_with_a_sentence(broker: RabbitMQ) -> None:
    """It names the variable, and no worker is tried again for ever."""
    with Server(broker.url, environment={"WS_HEARTBEAT": "soon"}).launched() as server:
        assert server.process.wait(10) != 0
        [line, *_] = server.lines("WS_HEARTBEAT")
        assert line.endswith("WS_HEARTBEAT must be a number of seconds above 0, not 'soon'.")
