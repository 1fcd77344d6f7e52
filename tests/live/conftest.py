"""Live tests: the whole program, started once for all of them or anew for one."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.live.clients import alice, bob, connect, connect_for_long, loop, mallory
from tests.live.stack import Stack

__all__ = ["alice", "bob", "connect", "connect_for_long", "loop", "mallory"]

# What a test would else wait for minutes: a silent client's end, an unused exchange's.
HURRIED = {"WS_HEARTBEAT": "3", "WS_PONG_WAIT": "5", "WS_UNUSED_EXCHANGE_AFTER": "1"}

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies here `live`, and give it the time that starting takes."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.live)
            item.add_marker(pytest.mark.timeout(180))


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """Return one running stack for all tests that leave it as it was."""
    with Stack(environment=HURRIED) as running:
        yield running


@pytest.fixture
def start_stack() -> Iterator[Callable[..., Stack]]:
    """Return a function that starts a stack of its own, with Stack's arguments."""
    with ExitStack() as started:
        yield lambda **arguments: started.enter_context(Stack(**arguments))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Show what the parts printed when a test fails that uses one."""
    report = yield
    running = getattr(item, "funcargs", {}).get("stack")
    if report.failed and isinstance(running, Stack):
        report.sections.append(("what the parts printed last", running.logs()))
    return report
