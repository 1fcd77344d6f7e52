"""Where a gateway worker spends its time in a burst: what to look at when a figure is missed."""

import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from bench.peers import environments

HERE = Path(__file__).parent
SECONDS = 4
MOST = 12
RATE = 200
"""Samples a second."""

Profile = dict[str, float]
"""Functions, and the share of the samples in which each was the innermost; the greatest first."""


def take(pid: int, burst: Callable[[], object]) -> Profile:
    """Look at a process for SECONDS while ``burst`` is called, again and again.

    Raises CalledProcessError where the kernel does not allow it (ptrace(2)): to root it does.
    """
    program = environments.python(HERE) / "py-spy"
    with tempfile.TemporaryDirectory(prefix="chatire-") as directory:
        raw = Path(directory, "raw")
        # It must not stop the process that it looks at: --nonblocking.
        command = [program, "record", "--nonblocking", "--format", "raw", "--output", raw]
        limits = ["--pid", str(pid), "--duration", str(SECONDS), "--rate", str(RATE)]
        with subprocess.Popen(
            [*map(str, command), *limits], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as spy:
            while spy.poll() is None:
                burst()
        if spy.returncode:
            raise subprocess.CalledProcessError(spy.returncode, spy.args)
        return summary(raw.read_text().splitlines())


def summary(lines: Iterable[str]) -> Profile:
    """Return the MOST frequent innermost functions of py-spy's raw lines ``outer;inner count``."""
    counts: Counter[str] = Counter()
    for line in lines:
        stack, _, count = line.rpartition(" ")
        counts[_without_line(stack.rpartition(";")[2])] += int(count)
    total = counts.total()
    return {name: round(count / total, 3) for name, count in counts.most_common(MOST)}


def _without_line(function: str) -> str:
    """Return ``name (file)`` of ``name (file:line)``."""
    return function.rpartition(":")[0] + ")" if ":" in function else function
