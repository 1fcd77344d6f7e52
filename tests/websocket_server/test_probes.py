"""What programs that watch over the gateway are told."""

import json
from http import HTTPStatus
from http.client import HTTPResponse
from typing import Any

import pytest

from ops.rabbitmq import RabbitMQ
from tests.websocket_server.server import Server, wait_until
from tests.websocket_server.wire import connect
from websocket_server.handshake import Request
from websocket_server.probes import Probes, Readiness

READY = Readiness(broker=True, draining=False, places=5)


def request(path: str, method: str = "GET") -> Request:
    """Return a plain request."""
    return Request.from_environ({"REQUEST_METHOD": method, "PATH_INFO": path})


def ready(readiness: Readiness) -> tuple[int, dict[str, Any]]:
    """Return what /readyz answers of a worker."""
    answer = Probes(lambda: readiness, bytes).answer(request("/readyz"))
    assert answer is not None
    return answer.status.value, json.loads(answer.body)


def test_a_worker_that_takes_clients_is_ready() -> None:
    """And says how many."""
    told = {"ready": True, "broker": True, "draining": False, "places": 5}
    assert ready(READY) == (200, told)


@pytest.mark.parametrize(
    "readiness",
    [
        Readiness(broker=False, draining=False, places=5),
        Readiness(broker=True, draining=True, places=5),
        Readiness(broker=True, draining=False, places=0),
    ],
)
def test_a_worker_that_would_refuse_is_not_ready(readiness: Readiness) -> None:
    """Without a broker, on its way out, or full; and alive all the same."""
    assert ready(readiness)[0] == 503
    answer = Probes(lambda: readiness, bytes).answer(request("/healthz"))
    assert answer is not None
    assert answer.status is HTTPStatus.OK


def test_everything_else_is_no_probe() -> None:
    """It goes the way of handshakes."""
    probes = Probes(lambda: READY, bytes)
    others = [request("/"), request("/ws/"), request("/readyz/"), request("/readyz", "POST")]
    assert [probes.answer(other) for other in others] == [None] * 4


def ask(server: Server, path: str) -> tuple[int, dict[str, Any]]:
    """Return what one of its workers answers."""
    with connect(server.address) as sock:
        sock.sendall(f"GET {path} HTTP/1.1\r\nHost: anything\r\n\r\n".encode())
        response = HTTPResponse(sock)
        response.begin()
        assert response.headers["Cache-Control"] == "no-store"
        return response.status, json.loads(response.read())


@pytest.mark.broker
def test_a_gateway_that_is_up_is_ready(server: Server) -> None:
    """Over plain HTTP, without a ticket."""
    assert ask(server, "/healthz") == (200, {"status": "ok"})
    status, told = ask(server, "/readyz")
    assert (status, told["ready"], told["broker"], told["draining"]) == (200, True, True, False)


@pytest.mark.broker
def test_a_full_gateway_is_not_ready_until_somebody_leaves(broker: RabbitMQ, user: int) -> None:
    """There is a slot left to say so."""
    with Server(broker.url, "--gevent", "8", workers=1) as server:
        wires = [server.open(user + number) for number in range(4)]
        assert ask(server, "/readyz")[0] == 503
        assert ask(server, "/healthz")[0] == 200
        wires.pop().sock.close()
        wait_until(lambda: ask(server, "/readyz")[1]["places"] == 1, "the place that became free")


@pytest.mark.broker
def test_without_a_broker_a_gateway_is_alive_and_not_ready() -> None:
    """A restart would not bring it back."""
    with Server.without_broker() as server:
        assert ask(server, "/healthz")[0] == 200
        status, told = ask(server, "/readyz")
        assert (status, told["broker"]) == (503, False)
