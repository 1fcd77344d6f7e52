"""Faults: one stack a pair of queue scope and database, which survives all that is done to it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.client_shell import Loop
from tests.faults import results
from tests.faults.eavesdropper import Listen, listening
from tests.faults.pairs import Pair
from tests.faults.scene import Scene
from tests.faults.stage import Stage
from tests.live.clients import connect, loop

__all__ = ["connect", "loop"]

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies here `live`, and give it the time that faults take."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.live)
            item.add_marker(pytest.mark.timeout(300))
    items.sort(key=_stage_of)


def _stage_of(item: pytest.Item) -> tuple[str, str]:
    """Put tests of one pair together, and pairs of one database: they share a stack."""
    callspec = getattr(item, "callspec", None)
    pair = callspec.params["pair"] if callspec else None
    return (pair.database, pair.scope) if pair else ("", "")


@pytest.fixture(scope="session")
def stage(loop: Loop) -> Iterator[Stage]:
    """Return what has one stack running at a time."""
    with Stage(loop) as only:
        yield only


@pytest.fixture
def scene(stage: Stage, pair: Pair) -> Scene:
    """Return the running stack of the test's pair, with a town in it."""
    return stage.set_for(pair)


@pytest.fixture
def listen(scene: Scene) -> Iterator[Listen]:
    """Sockets of one test."""
    yield from listening(scene.stack)


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
