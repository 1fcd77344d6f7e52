"""uWSGI's own counters, for `uwsgitop`: on a unix socket, and nothing of what clients sent."""

import json
from contextlib import closing

import pytest

from tests.websocket_server.server import KEY, Server
from tests.websocket_server.wire import Wire, connect, ticket

pytestmark = pytest.mark.broker


def stats(server: Server) -> str:
    """Return what the socket tells to whoever connects."""
    told = b""
    with closing(connect(server.run / "ws.stats")) as sock:
        while data := sock.recv(65_536):
            told += data
    return told.decode()


def test_the_stats_socket_tells_of_each_worker(server: Server) -> None:
    """In JSON, as uwsgitop reads it."""
    told = json.loads(stats(server))
    assert {worker["pid"] for worker in told["workers"]} == server.pids()
    assert all(isinstance(worker["requests"], int) for worker in told["workers"])


def test_the_stats_socket_tells_no_header(server: Server, uri: str, user: int) -> None:
    """A ticket is a credential for half a minute, and an Origin nobody's business."""
    opening = ticket(user, uri, key=KEY)
    with Wire.open(server.address, opening, Origin="http://localhost:8000") as wire:
        assert wire.hear()["type"] == "welcome"
        told = stats(server)
    assert opening not in told
    assert "HTTP_" not in told
    assert uri not in told
