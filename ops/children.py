"""Child processes that cannot outlive their parent, and stopping them for certain."""

import contextlib
import ctypes
import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Container, Iterable
from pathlib import Path

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36

_libc = ctypes.CDLL(None, use_errno=True)


def signal_on_parents_death(number: int) -> None:
    """Ask the kernel to send us `number` when the thread that started us ends, kill -9 included."""
    _libc.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)


def dies_with_parent(number: int = signal.SIGTERM) -> Callable[[], None]:
    """Return a `preexec_fn` for Popen: the child gets `number` when the starting thread ends."""

    def ask() -> None:
        signal_on_parents_death(number)

    return ask


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent dies, so that we can end it."""
    _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def reap_orphans(own: Container[int | None]) -> None:
    """Bury adopted children that have ended, up to the first that is one of `own`.

    RabbitMQ alone leaves two a minute. Those of `own` have somebody who waits for them.
    """
    with contextlib.suppress(ChildProcessError):
        while ended := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            if ended.si_pid in own:
                return
            os.waitpid(ended.si_pid, 0)


def parent_of(pid: int) -> int | None:
    """Return the parent's pid; None when `pid` is gone or a zombie."""
    try:
        state, parent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if state == "Z" else int(parent)


def descendants(root: int) -> list[int]:
    """Return the living processes below `root`, without itself, parents first."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (parent := parent_of(int(entry.name))) is not None:
            parents.setdefault(parent, []).append(int(entry.name))
    found: list[int] = []
    queue = [root]
    while queue:
        below = parents.get(queue.pop(), [])
        found += below
        queue += below
    return found


def wait_for_end(pids: Iterable[int], *, timeout: float) -> None:
    """Block until each of `pids`, ours or not, has ended; TimeoutError after so many seconds.

    A pidfd (pidfd_open(2)) is readable once its process has let go of memory and descriptors.
    """
    until = time.monotonic() + timeout
    for pid in pids:
        try:
            descriptor = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        try:
            ended = select.poll()
            ended.register(descriptor, select.POLLIN)
            if not ended.poll(max(0.0, until - time.monotonic()) * 1000):
                raise TimeoutError(f"process {pid} has not ended within {timeout:g} s")
        finally:
            os.close(descriptor)


def kill_descendants() -> list[int]:
    """Kill whatever still runs below this process, reap it, and return what it was."""
    killed: list[int] = []
    while left := descendants(os.getpid()):
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        killed += left
        with contextlib.suppress(ChildProcessError):
            os.waitpid(-1, 0)
    return sorted(set(killed))


def stop(process: subprocess.Popen[bytes], number: int = signal.SIGTERM, *, timeout: float) -> int:
    """Send `number`, then SIGKILL to its whole session after `timeout` seconds; return its code."""
    process.send_signal(number)
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    return process.wait()
