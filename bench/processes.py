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
    return sum(int(_said(pid, "statm").split()[1]) for pid in pids) * _PAGE


def core_seconds(pids: Iterable[int]) -> float:
    """Return for how many seconds of a core all have run by now, kernel included (proc(5))."""
    return sum(map(_ticks, pids)) / _TICKS


def _ticks(pid: int) -> int:
    fields = _said(pid, "stat").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _said(pid: int, file: str) -> str:
    """Return a file of /proc: zeros for a process that has ended meanwhile.

    RabbitMQ starts a `df` now and then, which may be among those that are looked at.
    """
    try:
        return Path(f"/proc/{pid}/{file}").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return " 0" * 52
