"""What an operator's programs learn through nginx, and nobody else does."""

import json
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from typing import Any

import pytest

from tests.live.broker import broker_down
from tests.live.deadline import wait_until
from tests.live.stack import Stack

HEALTH = ["/healthz", "/readyz", "/ws/healthz", "/ws/readyz"]
PATHS = [*HEALTH, "/metrics", "/ws/metrics"]


def ask(stack: Stack, path: str, **headers: str) -> tuple[int, dict[str, Any]]:
    """Return the status and the JSON of a GET from this machine."""
    connection = HTTPConnection("127.0.0.1", stack.port, timeout=20)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers=named)
    response = connection.getresponse()
    told = response.read()
    connection.close()
    if response.headers["Content-Type"] == "application/json":
        return response.status, json.loads(told)
    lines = (line.rsplit(" ", 1) for line in told.decode().splitlines() if line[:1] != "#")
    return response.status, {line[0]: line[-1] for line in lines}


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


def test_the_numbers_are_of_all_processes(stack: Stack) -> None:
    """Whichever of them answers."""
    series = 'chatire_http_seconds_count{method="GET",status="404",view=""}'
    before = float(ask(stack, "/metrics")[1].get(series, 0))
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda number: ask(stack, f"/api/nothing/{number}"), range(100)))
    told = {ask(stack, "/metrics")[1][series] for _ in range(10)}
    assert told == {str(before + 100)}


def test_task_queues_are_told(stack: Stack) -> None:
    """Of the broker's own counting: nothing here takes part in it."""
    told = ask(stack, "/metrics")[1]
    assert told["chatire_broker_up"] == told["chatire_database_up"] == "1.0"
    for queue in ("celery", "django_notifs"):
        assert float(told[f'chatire_tasks_waiting{{queue="{queue}"}}']) >= 0


def test_the_gateways_numbers_are_told(stack: Stack) -> None:
    """Of both of its workers."""
    wait_until(
        lambda: ask(stack, "/ws/metrics")[1]["chatire_gateway_broker_up"] == "2.0", "both are up"
    )
