"""The summary counts what has been seen to work, and nothing else."""

import sys
from pathlib import Path

import pytest

from ops.suite import Count, Outcome, Suite, junit, one_check, said
from ops.suites import Summary, side_by_side

JUNIT = """<testsuites><testsuite tests="5" failures="1" errors="1" skipped="1"/></testsuites>"""


def outcome(passed: int, failed: int) -> Outcome:
    """Return a suite's outcome with these counts."""
    return Outcome("some suite", Count(passed, failed), 1.0, "its output")


def test_skipped_test_has_failed(tmp_path: Path) -> None:
    """A test that did not run has proved nothing."""
    (tmp_path / "report").write_text(JUNIT)
    assert junit(0, "", tmp_path / "report") == Count(2, 3)


def test_suite_without_a_report_has_failed(tmp_path: Path) -> None:
    """pytest that could not even start writes none."""
    assert junit(4, "", tmp_path / "report") == Count(0, 1)


def test_suite_without_tests_is_not_good() -> None:
    """An empty suite would hide that its tests are not found any more."""
    assert not outcome(0, 0).is_good
    assert outcome(1, 0).is_good


def test_command_that_fails_has_failed_once() -> None:
    """Whatever its report says: something after the tests went wrong."""
    command = (sys.executable, "-c", "print('7 things'); raise SystemExit(3)")
    result = Suite("things", command, said(r"(\d+) things", "things")).run()
    assert result.count.failed == 1
    assert "7 things" in result.output


def test_command_that_is_content_passes() -> None:
    """A check without tests of its own counts as one."""
    assert Suite("content", (sys.executable, "-c", ""), one_check).run().is_good


def test_last_line_says_what_passed_and_failed(capsys: pytest.CaptureFixture[str]) -> None:
    """Programs read the last line, people the table above it and the failed suite's output."""
    summary = Summary()
    for each in (outcome(3, 0), outcome(4, 2), outcome(0, 0)):
        summary.add(each)
    assert summary.close() == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "7 passed, 3 failed"
    assert "its output" in lines


def test_all_good_is_success() -> None:
    """Only then is the exit code 0."""
    summary = Summary()
    summary.add(outcome(3, 0))
    assert summary.close() == 0


def test_suite_that_hangs_is_stopped_and_has_failed() -> None:
    """Whatever it was allowed: no run goes on for ever."""
    command = (sys.executable, "-c", "import signal; signal.pause()")
    result = Suite("hanging", command, one_check, longest=1).run()
    assert result.count.failed == 1
    assert "was stopped after 1 s" in result.output


def test_suite_that_is_shown_prints_as_it_goes(capfd: pytest.CaptureFixture[str]) -> None:
    """And is counted as any other."""
    command = (sys.executable, "-c", "print('going')")
    result = Suite("shown", command, one_check, is_shown=True).run()
    assert result.is_good
    assert capfd.readouterr().out == "going\n"


def test_lanes_share_the_suites(tmp_path: Path) -> None:
    """Each runs once; while one takes long, the other lane does the rest."""
    summary, last = Summary(), tmp_path / "last"
    wait = f"until [ -e {last} ]; do sleep 0.02; done"
    slow = Suite("slow", ("sh", "-c", wait), one_check, longest=30)
    quick = [Suite(name, ("true",), one_check) for name in ("first", "second")]
    side_by_side(summary, [slow, *quick, Suite("last", ("touch", str(last)), one_check)])
    assert [outcome.name for outcome in summary.outcomes][:2] == ["first", "second"]
    assert sorted(outcome.name for outcome in summary.outcomes[2:]) == ["last", "slow"]
    assert all(outcome.is_good for outcome in summary.outcomes)
