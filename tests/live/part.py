"""One process of the Procfile, alone in its session, with its output in a file."""

import contextlib
import os
import signal
import subprocess
from pathlib import Path

from ops import children
from ops.layout import CHECKOUT


class Part:
    """Starts, stops, kills and freezes one line of the Procfile."""

    def __init__(self, name: str, command: str, *, log: Path, env: dict[str, str]) -> None:
        """Keep the shell `command` of the part `name`; nothing is started yet."""
        self.name = name
        self.command = command
        self.log = log
        self.env = env
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Return the process' id: for uWSGI and Celery the master's."""
        assert self._process is not None, f"{self.name} is not running"
        return self._process.pid

    @property
    def workers(self) -> list[int]:
        """Return the ids of the master's own children that are alive, oldest first."""
        return sorted(pid for pid in children.descendants(self.pid) if self._is_ours(pid))

    @property
    def output(self) -> str:
        """Return all that the part has printed since the stack was made."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    @property
    def is_running(self) -> bool:
        """Say whether the process is alive."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the process, and return before it answers."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                shell=True,  # as honcho does
                cwd=CHECKOUT,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=children.dies_with_parent(),
            )

    def terminate(self) -> None:
        """Send SIGTERM to the part's group, as honcho does."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGTERM)

    def wait(self, *, timeout: float = 6) -> int:
        """Wait for the end, force it after `timeout` seconds, and return the exit code."""
        assert self._process is not None, f"{self.name} is not running"
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill()
        return self._process.wait()

    def stop(self) -> int:
        """End the part in good order, and return its exit code."""
        self.terminate()
        return self.wait()

    def kill(self) -> None:
        """End the whole part with SIGKILL, and return when each of its processes has ended."""
        assert self._process is not None, f"{self.name} is not running"
        below = children.descendants(self.pid)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()
        # Until the last worker's memory is given back, its port is not free for the next start.
        children.wait_for_end(below, timeout=10)

    def pause(self) -> None:
        """Freeze everything in the part (SIGSTOP)."""
        self._signal_all(signal.SIGSTOP)

    def resume(self) -> None:
        """Thaw what `pause` froze."""
        self._signal_all(signal.SIGCONT)

    def _signal_all(self, number: int) -> None:
        for pid in [self.pid, *children.descendants(self.pid)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def _is_ours(self, pid: int) -> bool:
        return children.parent_of(pid) == self.pid
