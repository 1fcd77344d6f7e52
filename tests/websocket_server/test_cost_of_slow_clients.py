"""What clients that stopped reading cost: bounded memory, and nobody else's time."""

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.rabbitmq import RabbitMQ
from tests.websocket_server.publisher import Publisher
from tests.websocket_server.server import KEY, Server
from tests.websocket_server.wire import Wire, connect, ticket, upgrade

pytestmark = pytest.mark.broker

STOPPED = 20
TEXT = "x" * 4_000
EVENTS = 400

OUTBOX_BYTES = 256 * 1024
PREFETCH = 32
FRAME = 4_200
KERNEL = 64 * 1024
"""The bound of what waits in the process for one client: WS_OUTBOX_BYTES, which in the scope
`client` is never reached, since WS_PREFETCH frames at most are given to it at once. What waits
in the kernel (WS_SEND_BUFFER) comes on top, and is no part of the process."""


@pytest.fixture
def slow_server(broker: RabbitMQ, scope: dict[str, str]) -> Iterator[Server]:
    """Return a gateway of one worker that closes nobody for being slow while a test looks."""
    environment = {"WS_OUTBOX_BYTES": str(OUTBOX_BYTES), "WS_STALLED_AFTER": "60"}
    with Server(broker.url, workers=1, environment=scope | environment) as server:
        yield server


def stop_reading(server: Server, user: int, uri: str) -> Wire:
    """Return a client that has its welcome and takes nothing more."""
    sock = connect(server.address, receive_buffer=4_096)
    wire = Wire(sock, upgrade("/ws/", ["chatire.v1", f"ticket.{ticket(user, uri, key=KEY)}"]))
    assert wire.hear()["type"] == "welcome"
    return wire


def resident(server: Server) -> int:
    """Return the bytes of memory that the worker has."""
    [worker] = server.pids()
    return int(Path(f"/proc/{worker}/statm").read_text().split()[1]) * 4_096


def test_a_client_that_stopped_reading_costs_bounded_memory(
    slow_server: Server, publisher: Publisher, scope: dict[str, str], uri: str, user: int
) -> None:
    """However much is said: 1.6 MB here, of which each may hold a sixth."""
    alice = slow_server.open(user, uri)
    wires = [stop_reading(slow_server, user + 1 + each, uri) for each in range(STOPPED)]
    before = resident(slow_server)
    for seq in range(1, EVENTS + 1):
        publisher.post(uri, seq, TEXT)
        assert alice.hear_type("message.posted")["seq"] == seq
    grown = (resident(slow_server) - before) / STOPPED
    for wire in wires:
        wire.sock.close()
    held = PREFETCH * FRAME if scope["WS_QUEUE_SCOPE"] == "client" else OUTBOX_BYTES
    # Half as much again: what Python's allocator keeps for itself.
    assert grown < 1.5 * held, f"{grown / 1024:.0f} KB a client"


def test_a_client_that_stopped_reading_delays_nobody(
    slow_server: Server, publisher: Publisher, uri: str, user: int
) -> None:
    """A fast one beside twenty of them hears as soon as beside none."""
    other = uri[::-1]
    alice, bob = slow_server.open(user, uri), slow_server.open(user + 1, other)
    wires = [stop_reading(slow_server, user + 2 + each, uri) for each in range(STOPPED)]
    for seq in range(1, 101):  # until nothing more goes into any of their buffers
        publisher.post(uri, seq, TEXT)
        alice.hear_type("message.posted")

    def latency(wire: Wire, session: str, seq: int) -> float:
        began = time.perf_counter()
        publisher.post(session, seq)
        assert wire.hear_type("message.posted")["seq"] == seq
        return time.perf_counter() - began

    pairs = [(latency(alice, uri, 101 + n), latency(bob, other, 1 + n)) for n in range(200)]
    for wire in wires:
        wire.sock.close()
    beside_slow, beside_none = (statistics.median(each) for each in zip(*pairs, strict=True))
    assert beside_slow < 1.5 * beside_none + 0.001, f"{beside_slow * 1e3:.2f} ms"
