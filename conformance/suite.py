"""The Autobahn TestSuite as a client (`wstest -m fuzzingclient`): told what to try, and watched.

https://github.com/crossbario/autobahn-testsuite
"""

import json
import os
import re
import subprocess
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from conformance.report import CASES, Case
from ops import children
from ops.failures import Failure

LONGEST = 900.0
"""Seconds for the whole run, which takes one minute on two idle cores, three on busy ones."""

TOLD_EVERY = 5.0

_RUNNING = re.compile(r"Running test case ID ([\d.]+)")
_TAIL = 10


def specification(url: str, directory: Path) -> dict[str, object]:
    """Return what the suite is to do: every case that must pass, against ``url``."""
    return {
        "outdir": str(directory),
        # Named, since the handshake selects it: a client that did not offer it would leave.
        "servers": [{"agent": "gateway", "url": url, "protocols": ["chatire.v1"]}],
        "cases": [f"{group}.*" for group in CASES],
        "exclude-cases": [],
        "exclude-agent-cases": {},
    }


def run(wstest: Path, url: str, directory: Path) -> dict[str, dict[str, Case]]:
    """Try all cases against ``url`` and return the suite's index; pages for people lie beside it.

    ``directory`` is made by the suite, and must not be there. Failure where the suite broke off.
    """
    asked = directory.with_suffix(".json")
    asked.write_text(json.dumps(specification(url, directory)))
    # Without a port for its web server, which we do not want.
    command = [str(wstest), "--mode", "fuzzingclient", "--webport", "0", "--spec", str(asked)]
    watch(command, longest=LONGEST, tell=Progress(sum(CASES.values())))
    index: dict[str, dict[str, Case]] = json.loads((directory / "index.json").read_text())
    return index


class Progress:
    """Prints every few seconds which case is being tried."""

    def __init__(self, total: int) -> None:
        """``total``: how many cases there are."""
        self._total = total
        self._tried = 0
        self._began = self._told = time.monotonic()

    def __call__(self, line: str) -> None:
        """Take a line of the suite's output."""
        if not (found := _RUNNING.match(line)):
            return
        self._tried += 1
        now = time.monotonic()
        if self._tried in (1, self._total) or now >= self._told + TOLD_EVERY:
            self._told = now
            place = f"{self._tried} of {self._total}"
            print(f"  case {found[1]:<10}{place:<14}{now - self._began:>7.1f} s", flush=True)


def watch(command: Iterable[str], *, longest: float, tell: Callable[[str], None]) -> None:
    """Run ``command`` and hand each line of its output to ``tell``.

    Failure where it fails, or is not done after ``longest`` seconds; nothing of it is left.
    """
    with subprocess.Popen(
        list(command),
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        preexec_fn=children.dies_with_parent(),
    ) as process:
        bell = threading.Timer(longest, process.kill)
        bell.start()
        lines: list[str] = []
        try:
            for line in process.stdout or ():
                lines = [*lines[1 - _TAIL :], line]
                tell(line)
            code = process.wait()
        finally:
            has_rung = not bell.is_alive()
            bell.cancel()
            process.kill()
    if code:
        why = f"was stopped after {longest:.0f} s" if has_rung else f"ended with code {code}"
        raise Failure(f"The test suite {why}:\n{''.join(lines)}")
