"""The test suite is told what to try, and does not run for ever."""

import sys
from pathlib import Path

import pytest

from conformance import suite
from conformance.report import CASES
from ops.failures import Failure


def python(code: str) -> list[str]:
    """Return a command."""
    return [sys.executable, "-c", code]


def test_every_group_is_asked_for_and_nothing_is_left_out(tmp_path: Path) -> None:
    """Against one server, whose subprotocol is offered."""
    asked = suite.specification("ws://127.0.0.1:1/", tmp_path)
    assert asked["cases"] == [f"{group}.*" for group in CASES]
    assert asked["exclude-cases"] == []
    assert asked["servers"] == [
        {"agent": "gateway", "url": "ws://127.0.0.1:1/", "protocols": ["chatire.v1"]}
    ]


def test_each_line_is_told() -> None:
    """While it runs: standard error, too."""
    told: list[str] = []
    suite.watch(python("print('one'); print('two')"), longest=30, tell=told.append)
    assert told == ["one\n", "two\n"]


def test_a_suite_that_breaks_off_is_a_failure_with_its_last_words() -> None:
    """Its table would be half a table."""
    with pytest.raises(Failure, match=r"ended with code 3:\nlast words"):
        suite.watch(python("print('last words'); exit(3)"), longest=30, tell=print)


def test_a_suite_that_hangs_is_stopped() -> None:
    """The time for all of it is bounded."""
    with pytest.raises(Failure, match="stopped after 1 s"):
        suite.watch(python("import signal; signal.pause()"), longest=1, tell=print)


def test_progress_says_the_first_and_the_last_case(capsys: pytest.CaptureFixture[str]) -> None:
    """Between them a line every few seconds, and none for anything else that is said."""
    tell = suite.Progress(3)
    for line in ("Cases = [...]", *(f"Running test case ID 1.1.{n} for" for n in (1, 2, 3))):
        tell(line)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1:5] for line in lines] == [
        ["1.1.1", "1", "of", "3"],
        ["1.1.3", "3", "of", "3"],
    ]
