"""Runs the Procfile with honcho, in .venv's Python, and leaves no process of it.

`honcho start` would do, but for three things: it does not say which part ended first, it stops
tidying up when its terminal is gone, and it cannot see what a part has left behind.
"""

import os
import signal
import sys
from multiprocessing import active_children
from multiprocessing.queues import Queue
from typing import Any, TextIO

from honcho.environ import parse_procfile
from honcho.manager import Manager
from honcho.printer import Message, Printer

from ops import children, layout


class SturdyPrinter(Printer):  # type: ignore[misc]
    """Goes on without output when nobody reads it any more: stopping matters more."""

    def write(self, message: Message) -> None:
        """Print one line, or none from the first on that cannot be printed."""
        try:
            super().write(message)
        except OSError:
            self.output: TextIO = open(os.devnull, "w")  # noqa: SIM115, PTH123


class Watched:
    """honcho's queue of events, which remembers the part that ended before anybody asked."""

    def __init__(self, events: "Queue[Message]", manager: Manager) -> None:
        """Watch `events` of `manager`, whose returncode is None until a stop is asked for."""
        self._events = events
        self._manager = manager
        self.crashed: Message | None = None

    def put(self, message: Message) -> None:
        """Pass on: the parts' side."""
        self._events.put(message)

    def get(self, timeout: float) -> Message:
        """Pass on: the manager's side, which comes here ten times a second."""
        children.reap_orphans({part.pid for part in active_children()})
        message = self._events.get(timeout=timeout)
        if message.type == "stop" and self._manager.returncode is None:
            self.crashed = self.crashed or message
        return message


def run(leave_out: set[str]) -> int:
    """Run every part but those of `leave_out`; return 1 when one of them ended by itself."""
    manager = Manager(SturdyPrinter(sys.stdout))
    watched = Watched(manager.events, manager)
    manager.events = watched
    procfile = parse_procfile((layout.CHECKOUT / "Procfile").read_text())
    for name, command in procfile.processes.items():
        if name not in leave_out:
            manager.add_process(name, command, env=dict(os.environ), cwd=layout.CHECKOUT)
    manager.loop()
    children.kill_descendants()
    return 0 if watched.crashed is None else say(watched.crashed)


def say(crashed: Any) -> int:
    """Name the part that ended by itself."""
    code = crashed.data["returncode"]
    how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    print(
        f"\nStopped: the part `{crashed.name}` ended by itself ({how});"
        " its last lines stand above.",
        flush=True,
    )
    return 1


if __name__ == "__main__":
    children.signal_on_parents_death(signal.SIGTERM)
    children.adopt_orphans()
    sys.exit(run(set(sys.argv[1:])))
