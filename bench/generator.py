"""The load generator: a process of its own with thousands of clients, which costs little.

Told what to do by lines of JSON on its standard input, and answers with one each:

- ``{"do": "connect", "port", "clients", "dialect", "given", "within"}`` -> ``{"bound", "problems",
  "seconds"}``: from the first connection until the last client is bound
- ``{"do": "expect", "events", "within", "latencies"}`` -> ``{}`` at once, for the publisher to
  begin; then ``{"events", "last", "latencies"}``, when all have come, when nothing has come for
  QUIET seconds, or when the time is over
- ``{"do": "leave"}`` -> ``{"left", "dropped"}``: how many left now, and how many were thrown out
  before
"""

import asyncio
import json
import resource
import socket
import sys
import time
from collections import Counter
from typing import Any

import uvloop

from bench.dialects import DIALECTS
from bench.listener import Listener

Json = dict[str, Any]

AT_ONCE = 200
"""Clients that are on their way in at the same time."""
SOURCES = 8
"""Addresses to connect from: one alone has 28,000 ports, many of which may still be in use."""
QUIET = 5.0
BESIDES = 0.2
"""Seconds for which more than was published is waited for: it would be a mistake of ours."""


class Generator:
    """All clients, and what they have counted together."""

    def __init__(self) -> None:
        self.size = 0
        self.events = 0
        self.last = 0.0
        self.latencies: list[float] | None = None
        self._dropped = 0
        self._bound = 0
        self._problems: Counter[str] = Counter()
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._listeners: list[Listener] = []

    def on_bound(self, problem: str) -> None:
        if problem:
            self._problems[problem] += 1
        else:
            self._bound += 1
        self._turns.release()

    def on_dropped(self) -> None:
        self._dropped += 1

    async def connect(
        self, *, port: int, clients: int, dialect: str, given: Json, within: float
    ) -> Json:
        """Bring so many clients in; return once each is bound or has failed."""
        self._bound = 0
        self._problems.clear()
        began = time.monotonic()
        given |= {"clients": clients}
        try:
            async with asyncio.timeout(within):
                for number in range(clients):
                    await self._turns.acquire()
                    listener = Listener(DIALECTS[dialect](number, port, given), self)
                    self._listeners.append(listener)
                    await self._open(listener, port, f"127.0.0.{2 + number % SOURCES}")
                for _ in range(AT_ONCE):
                    await self._turns.acquire()
        except TimeoutError:
            self._problems[f"not in {within} s"] = clients - self._bound
        self._turns = asyncio.Semaphore(AT_ONCE)
        took = time.monotonic() - began
        return {"bound": self._bound, "problems": self._problems, "seconds": took}

    async def _open(self, listener: Listener, port: int, source: str) -> None:
        loop = asyncio.get_running_loop()
        sock = socket.socket()
        sock.settimeout(0)
        sock.bind((source, 0))
        try:
            await loop.sock_connect(sock, ("127.0.0.1", port))
            await loop.create_connection(lambda: listener, sock=sock)
        except OSError as error:
            sock.close()
            self.on_bound(repr(error))

    def prepare(self, *, latencies: bool) -> None:
        """Count from zero."""
        self.events = 0
        self.last = 0.0
        self.latencies = [] if latencies else None

    async def count(self, *, events: int, within: float) -> Json:
        """Return what has come."""
        deadline = time.monotonic() + within
        heard, heard_at = 0, time.monotonic()
        while self.events < events and time.monotonic() < deadline:
            await asyncio.sleep(0.02)
            if self.events > heard:
                heard, heard_at = self.events, time.monotonic()
            elif time.monotonic() - heard_at > QUIET:
                break
        await asyncio.sleep(BESIDES)
        return {"events": self.events, "last": self.last, "latencies": self.latencies}

    def leave(self) -> Json:
        """Take all clients away."""
        left, dropped = len(self._listeners), self._dropped
        for listener in self._listeners:
            listener.leave()
        self._listeners.clear()
        self._dropped = 0
        return {"left": left, "dropped": dropped}


def answer(line: Json) -> None:
    """Write one line to whoever asked."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


async def obey(generator: Generator, command: Json) -> None:
    """Do what one line says."""
    match command.pop("do"):
        case "connect":
            answer(await generator.connect(**command))
        case "expect":
            generator.prepare(latencies=command.pop("latencies"))
            answer({})
            answer(await generator.count(**command))
        case "leave":
            answer(generator.leave())


async def main() -> None:
    """Obey until standard input ends."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    generator = Generator()
    while line := await reader.readline():
        await obey(generator, json.loads(line))


if __name__ == "__main__":
    uvloop.run(main())
