"""One suite of the tests: a command, how its outcome is counted, and its line in the summary."""

import json
import os
import re
import signal
import subprocess
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ops import children
from ops.layout import CHECKOUT

LONGEST = 900  # seconds; a suite that takes longer hangs


@dataclass(frozen=True)
class Count:
    """How many passed and how many did not; `of` says what they are."""

    passed: int
    failed: int
    of: str = "tests"


@dataclass(frozen=True)
class Outcome:
    """What came of one suite."""

    name: str
    count: Count
    seconds: float
    output: str

    @property
    def is_good(self) -> bool:
        """Say whether something passed and nothing failed: a suite with no tests is not good."""
        return self.count.failed == 0 and self.count.passed > 0

    @property
    def line(self) -> str:
        """Return the suite's line of the summary."""
        mark = "ok" if self.is_good else "FAILED"
        failed = f", {self.count.failed} failed" if self.count.failed else ""
        what = f"{self.count.passed} {self.count.of}{failed}"
        return f"  {mark:<7}{self.name:<32}{what:<28}{self.seconds:>7.1f} s"


# Called with the command's exit code, its output, and the file it was told to report into.
Counter = Callable[[int, str, Path], Count]


@dataclass(frozen=True)
class Suite:
    """A command, run in the checkout or below it. `{report}` in it is a file for its results."""

    name: str
    command: tuple[str, ...]
    counter: Counter
    cwd: Path = CHECKOUT
    env: dict[str, str] = field(default_factory=dict)
    longest: int = LONGEST
    is_shown: bool = False
    """Its output is seen as it comes, and not kept: for a suite that takes long."""

    def run(self) -> Outcome:
        """Run the command and count; a command that fails has failed at least once."""
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="chatire-suite-") as directory:
            report = Path(directory, "report")
            code, output = self._execute(report)
            count = self.counter(code, output, report)
        if code and not count.failed:
            count = Count(count.passed, 1, count.of)
        return Outcome(self.name, count, time.monotonic() - began, output)

    def _execute(self, report: Path) -> tuple[int, str]:
        command = [word.replace("{report}", str(report)) for word in self.command]
        environment = {key: val.replace("{report}", str(report)) for key, val in self.env.items()}
        with subprocess.Popen(
            command,
            cwd=self.cwd,
            env=os.environ | {"NO_COLOR": "1"} | environment,
            stdin=subprocess.DEVNULL,
            stdout=None if self.is_shown else subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as process:
            try:
                output, _ = process.communicate(timeout=self.longest)
            except BaseException as error:
                os.killpg(process.pid, signal.SIGTERM)
                children.stop(process, timeout=10)
                if not isinstance(error, subprocess.TimeoutExpired):
                    raise
                return 1, f"{self.name} was stopped after {self.longest} s"
        return process.returncode, (output or b"").decode(errors="replace")


def one_check(code: int, _output: str, _report: Path) -> Count:
    """Count a command that either is content or is not."""
    return Count(int(code == 0), int(code != 0), "check")


def checked(what: str, total: Callable[[], int]) -> Counter:
    """Count a command that looks at `total()` things of a kind and is content with all, or not."""

    def count(code: int, _output: str, _report: Path) -> Count:
        return Count(0 if code else total(), int(code != 0), what)

    return count


def said(pattern: str, what: str) -> Counter:
    """Count what a command says in its output: `pattern` finds the number."""

    def count(code: int, output: str, _report: Path) -> Count:
        found = re.search(pattern, output)
        return Count(int(found[1]) if found else 0, int(code != 0), what)

    return count


def junit(_code: int, _output: str, report: Path) -> Count:
    """Count pytest's tests; a skipped one has not been seen to work, and so has failed."""
    if not report.exists():
        return Count(0, 1)
    suites = list(ET.parse(report).getroot().iter("testsuite"))  # noqa: S314 - pytest wrote it
    total, failures, errors, skipped = (
        sum(int(suite.get(key, "0")) for suite in suites)
        for key in ("tests", "failures", "errors", "skipped")
    )
    failed = failures + errors + skipped
    return Count(total - failed, failed)


def vitest(_code: int, _output: str, report: Path) -> Count:
    """Count vitest's tests from its JSON report."""
    if not report.exists():
        return Count(0, 1)
    said = json.loads(report.read_text())
    return Count(said["numPassedTests"], said["numTotalTests"] - said["numPassedTests"])


def playwright(_code: int, _output: str, report: Path) -> Count:
    """Count Playwright's tests; one that passed only when tried again is not good."""
    if not report.exists():
        return Count(0, 1)
    stats = json.loads(report.read_text())["stats"]
    return Count(stats["expected"], stats["unexpected"] + stats["flaky"] + stats["skipped"])
