"""What a running gateway tells Prometheus of all its workers."""

import os
import signal
from http.client import HTTPResponse

import pytest

from chatire.protocol.close_codes import CloseCode
from ops.rabbitmq import RabbitMQ
from tests.websocket_server import frames
from tests.websocket_server.publisher import Publisher
from tests.websocket_server.server import Server, wait_until
from tests.websocket_server.wire import Wire, connect

pytestmark = pytest.mark.broker


def numbers(server: Server) -> dict[str, float]:
    """Return what /metrics tells, without the prefix."""
    with connect(server.address) as sock:
        sock.sendall(b"GET /metrics HTTP/1.1\r\nHost: anything\r\n\r\n")
        response = HTTPResponse(sock)
        response.begin()
        assert response.status == 200
        lines = response.read().decode().splitlines()
    told = (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    return {name.removeprefix("chatire_gateway_"): float(value) for name, value in told}


def until(server: Server, **expected: float) -> None:
    """Wait until all of these numbers are told; each worker shows its own once a second."""

    def are_told() -> bool:
        told = numbers(server)
        return all(told[name] == value for name, value in expected.items())

    wait_until(are_told, f"{expected} in {numbers(server)}")


def test_events_and_their_bytes_are_counted_over_all_workers(
    broker: RabbitMQ, scope: dict[str, str], publisher: Publisher, uri: str, user: int
) -> None:
    """A delivery a client or a worker, by the scope; a frame a client in both."""
    with Server(broker.url, environment=scope) as server:
        wires = [server.open(user + number, uri) for number in range(6)]
        bodies = [publisher.post(uri, seq) for seq in range(1, 11)]
        for wire in wires:
            assert [wire.hear_body() for _ in bodies] == bodies
        size = sum(len(body) + 2 + 2 * (len(body) > 125) for body in bodies)
        until(server, connections=6, frames_total=60, bytes_total=6 * size, broker_up=2)
        told = numbers(server)
        assert told['handshakes_total{status="101"}'] == 6
        assert told["deliveries_total"] in ((60,) if "client" in scope.values() else (10, 20))
        assert told["relay_seconds_count"] >= 1
        assert told["broker_connections_total"] == 2


def test_refusals_and_ends_are_counted_by_their_codes(
    broker: RabbitMQ, scope: dict[str, str], user: int
) -> None:
    """What was refused, and how what was open has ended."""
    with Server(broker.url, environment=scope) as server:
        for _ in range(3):
            Wire.open(server.address, "forged").sock.close()
        polite, rude, gone = (server.open(user + number) for number in range(3))
        polite.send(frames.close(1000))
        rude.send(frames.binary(b"x"))
        assert rude.closed()[0] == CloseCode.UNSUPPORTED_DATA
        gone.sock.close()
        until(
            server,
            connections=0,
            **{
                'handshakes_total{status="401"}': 3,
                'handshakes_total{status="101"}': 3,
                'closes_total{code="1000"}': 1,
                'closes_total{code="1003"}': 1,
                'closes_total{code="1006"}': 1,
            },
        )


def test_a_killed_workers_numbers_are_not_forgotten(
    broker: RabbitMQ, scope: dict[str, str], publisher: Publisher, uri: str, user: int
) -> None:
    """Its successor counts on, so that no sum jumps back; but its connections are gone."""
    with Server(broker.url, environment=scope, workers=1) as server:
        with server.open(user, uri) as wire:
            body = publisher.post(uri, 1)
            assert wire.hear_body() == body
            until(server, frames_total=1, connections=1)
            [pid] = server.pids()
            os.kill(pid, signal.SIGKILL)
            server.wait_for("broker up", count=2)
        until(server, frames_total=1, connections=0, broker_connections_total=2)


def test_a_client_that_is_behind_shows(
    broker: RabbitMQ, publisher: Publisher, uri: str, user: int
) -> None:
    """What full queues have dropped, who was told so, and how deep outboxes were."""
    environment = {
        "WS_QUEUE_SCOPE": "client",
        "WS_QUEUE_MESSAGES": "5",
        "WS_PREFETCH": "40",
        "WS_SEND_BUFFER": "4096",
    }
    with Server(broker.url, environment=environment, workers=1) as server:
        server.open(user, uri)
        for seq in range(1, 201):
            publisher.post(uri, seq, text="x" * 4_000)
        wait_until(lambda: numbers(server)["dropped_total"] >= 50, "what was dropped")
        told = numbers(server)
        assert told["resyncs_total"] >= 1
        assert told["outbox_high_water_bytes"] > 4_000
