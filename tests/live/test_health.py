"""What an operator's programs learn through nginx, and nobody else does."""

import json
from http.client import HTTPConnection
from typing import Any

import pytest

from tests.live.broker import broker_down
from tests.live.deadline import wait_until
from tests.live.stack import Stack

HEALTH = ["/healthz", "/readyz", "/ws/healthz", "/ws/readyz"]
PATHS = [*HEALTH, "/ws/metrics"]


def ask(stack: Stack, path: str, **headers: str) -> tuple[int, dict[str, Any]]:
    """Return the status and the JSON of a GET from this machine."""
    connection = HTTPConnection("127.0.0.1", stack.port, timeout=20)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers=named)
    response = connection.getresponse()
    told = response.read()
    connection.close()
    is_json = response.headers["Content-Type"] == "application/json"
    return response.status, json.loads(told) if is_json else {}


@pytest.mark.parametrize("path", PATHS)
def test_a_running_stack_is_alive_and_ready(stack: Stack, path: str) -> None:
    """Both programs, by whatever name they are called."""
    assert ask(stack, path)[0] == 200
    assert ask(stack, path, Host="10.1.2.3")[0] == 200


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded"])
def test_whom_a_proxy_on_this_machine_passes_on_is_told_nothing(
    stack: Stack, path: str, header: str
) -> None:
    """He comes from loopback, too."""
    assert ask(stack, path, **{header: "203.0.113.7"})[0] == 404


def test_without_a_broker_the_application_is_ready_and_the_gateway_is_not(stack: Stack) -> None:
    """Posting goes on, and opens no socket; both are alive, and both recover."""
    with broker_down(stack):
        wait_until(lambda: ask(stack, "/ws/readyz")[0] == 503, "the gateway has noticed")
        assert ask(stack, "/readyz") == (200, {"ready": True, "database": True, "broker": False})
        alive = ["/healthz", "/ws/healthz", "/ws/metrics"]
        assert [ask(stack, path)[0] for path in alive] == [200, 200, 200]
    wait_until(lambda: ask(stack, "/ws/readyz")[0] == 200, "the gateway is back")
    assert ask(stack, "/readyz")[1]["broker"]
