"""What processes take of the machine: resident memory and time of the cores."""

import os
from collections.abc import Iterable
from pathlib import Path

from ops import children

_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICKS = os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """Return a process and all below it."""
    return [pid, *children.descendants(pid)]


def resident(pids: Iterable[int]) -> int:
    """Return the resident memory of all, in bytes; what they share counts for each."""
    return sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids) * _PAGE


def core_seconds(pids: Iterable[int]) -> float:
    """Return for how many seconds of a core all have run by now, kernel included (proc(5))."""
    return sum(map(_ticks, pids)) / _TICKS


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
