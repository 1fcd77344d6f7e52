"""A real gateway: uWSGI with `uwsgi-ws.ini`, in a run directory of its own."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any, Self

from tests.websocket_server.wire import PATIENCE, Wire, ticket

ROOT = Path(__file__).parents[2]
KEY = "ticket-key-of-the-tests-of-the-gateway"


class Server:
    """Started with the flags that are given; its clients come over the unix socket."""

    def __init__(
        self,
        amqp_url: str,
        *flags: str,
        workers: int = 2,
        environment: dict[str, str] | None = None,
    ) -> None:
        # Below /tmp: a unix socket's path has 107 bytes at most.
        self._directory = tempfile.TemporaryDirectory(prefix="ws-", dir="/tmp")
        self.run = Path(self._directory.name)
        self.address = self.run / "ws.sock"
        self.log = self.run / "log"
        self._workers = workers
        self._wires = contextlib.ExitStack()
        self.amqp_url = amqp_url
        self._flags = ["--processes", str(workers), *flags]
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("WS_")},
            "RUN_DIR": str(self.run),
            "AMQP_URL": amqp_url,
            "TICKET_KEY": KEY,
            "PUBLIC_URL": "http://localhost:8000",
            **(environment or {}),
        }

    def start(self) -> None:
        """Return once every worker hears the broker."""
        self.launch()
        self.wait_for("broker up", count=self._workers)

    @classmethod
    @contextlib.contextmanager
    def without_broker(cls) -> Iterator[Self]:
        """Run a gateway of one worker whose broker nobody has started."""
        with cls("amqp://nobody:nothing@127.0.0.1:9/", workers=1).launched() as server:
            server.wait_for("broker lost")
            yield server

    @contextlib.contextmanager
    def launched(self) -> Iterator[Self]:
        """Run it, however it may come up."""
        self.launch()
        with contextlib.ExitStack() as stack:
            stack.push(self.__exit__)
            yield self

    def launch(self) -> None:
        """Start and wait for nothing."""
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [Path(sys.executable).with_name("uwsgi"), "--ini", "uwsgi-ws.ini", *self._flags],
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def stop(self) -> float:
        """Send SIGTERM and return how many seconds it took."""
        began = time.monotonic()
        self.process.terminate()
        self.process.wait(PATIENCE)
        return time.monotonic() - began

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as stack:
            stack.push(self.__exit__)
            self.start()
            stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._wires.close()
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self._directory.cleanup()

    def lines(self, *words: str) -> list[str]:
        """Return the log's lines that hold all ``words``."""
        lines = self.log.read_text().splitlines()
        return [line for line in lines if all(word in line for word in words)]

    def wait_for(self, *words: str, count: int = 1) -> list[str]:
        """Return ``count`` lines of the log with all ``words``, when they are there."""
        wait_until(
            lambda: len(self.lines(*words)) >= count or self.process.poll() is not None,
            f"{words} in:\n{self.log.read_text()}",
        )
        lines = self.lines(*words)
        assert len(lines) >= count, self.log.read_text()
        return lines

    def pids(self) -> set[int]:
        """Return the workers' process ids."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return set(map(int, children.read_text().split()))

    def open(self, user: int, *uris: str, path: str = "/ws/", **claims: Any) -> Wire:
        """Return a client that has its welcome; it is closed with the server at the latest."""
        opening = ticket(user, *uris, key=KEY, **claims)
        wire = Wire.open(self.address, opening, path=path)
        self._wires.callback(wire.sock.close)
        assert wire.answer.status == 101, wire.answer.status
        welcome = wire.hear()
        assert welcome["type"] == "welcome"
        return wire


def wait_until(condition: Callable[[], Any], what: str, *, patience: float = PATIENCE) -> None:
    """Return once ``condition`` holds; fail, telling ``what`` did not come, after ``patience``."""
    deadline = time.monotonic() + patience
    poll = Event()
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        poll.wait(0.02)
