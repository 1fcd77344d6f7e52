"""Faults: one stack a pair of queue scope and database, which survives all that is done to it."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from ops.postgresql import PostgreSQL
from tests.faults import results
from tests.faults.pairs import Pair
from tests.faults.scene import ENVIRONMENT, WS_FLAGS, Scene
from tests.live.clients import loop
from tests.live.stack import Stack

__all__ = ["loop"]

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies here `live`, and give it the time that faults take."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.live)
            item.add_marker(pytest.mark.timeout(300))


@pytest.fixture(scope="session")
def scene(request: pytest.FixtureRequest, loop: Any) -> Iterator[Scene]:
    """Return the running stack of a pair, with a town in it."""
    pair: Pair = request.param
    environment = ENVIRONMENT | {"WS_QUEUE_SCOPE": pair.scope}
    with ExitStack() as started:
        database = None
        if pair.database == "PostgreSQL":
            database = started.enter_context(PostgreSQL())
            environment["DATABASE_URL"] = database.url
        stack = started.enter_context(Stack(environment=environment, ws_flags=WS_FLAGS))
        yield Scene(pair, stack, database, loop)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Show what the parts printed when a test fails."""
    report = yield
    running = getattr(item, "funcargs", {}).get("scene")
    if report.failed and isinstance(running, Scene):
        report.sections.append(("what the parts printed last", running.stack.logs()))
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what was measured, and keep it."""
    if results.recoveries or results.removals:
        terminalreporter.section("recovery")
        for line in results.lines():
            terminalreporter.write_line(line)
        results.write()
