"""One socket of the load generator: counts what comes, as cheaply as Python can."""

import asyncio
import time
from typing import Protocol, cast

from bench import frames
from bench.dialects import Dialect
from bench.event import sent_at


class Tally(Protocol):
    """What all listeners write to."""

    size: int
    """Of an event's frame in bytes, once one has come; 0 before."""
    events: int
    last: float
    """When the last event came (monotonic)."""
    latencies: list[float] | None
    """Seconds from publishing to receipt; None while nobody wants them."""

    def on_bound(self, problem: str) -> None:
        """A client hears the room from here on; or does not and never will, for a ``problem``."""

    def on_dropped(self) -> None:
        """The connection of a client that was bound has ended, and nobody here has ended it."""


class Listener(asyncio.Protocol):
    """Opens as its dialect says, then counts events; answers pings."""

    __slots__ = ("_buffer", "_dialect", "_is_bound", "_is_leaving", "_is_open", "_tally", "_wire")

    def __init__(self, dialect: Dialect, tally: Tally) -> None:
        self._dialect = dialect
        self._tally = tally
        self._buffer = bytearray()
        self._is_open = False
        self._is_bound = False
        self._is_leaving = False
        self._wire: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._wire = transport = cast("asyncio.Transport", transport)
        self._is_open = not self._dialect.shakes_hands
        if opening := self._dialect.opening():
            transport.write(opening)
        if self._is_open:
            self._hear(None)

    def data_received(self, data: bytes) -> None:
        tally = self._tally
        if self._is_bound and tally.size and tally.latencies is None and self._count(data):
            return
        self._buffer += data
        if self._is_open or self._shake_hands():
            for opcode, payload in frames.parse(self._buffer):
                self._take(opcode, payload)

    def connection_lost(self, _: Exception | None) -> None:
        if self._is_leaving:
            return
        if self._is_bound:
            self._tally.on_dropped()
        else:
            heard = bytes(self._buffer).partition(b"\r\n")[0]
            self._tally.on_bound(f"closed before it was bound: {heard!r}")

    def leave(self) -> None:
        """Go, without a word: who is gone at once costs the generator least."""
        self._is_leaving = True
        if self._wire is not None:
            self._wire.abort()

    def _count(self, data: bytes) -> bool:
        """Count the events of ``data`` if all that is whole by now is events; else leave it."""
        tally, rest = self._tally, self._buffer
        whole = rest + data if rest else data
        count = frames.alike(whole, tally.size)
        if count == 0:
            return False
        tally.events += count
        tally.last = time.monotonic()
        self._buffer = bytearray(whole[count * tally.size :])
        return True

    def _take(self, opcode: int, payload: bytes) -> None:
        if opcode == frames.TEXT:
            moment = sent_at(payload)
            if moment is None:
                self._hear(payload)
            else:
                self._note(moment, len(frames.text(payload)))
        elif opcode == frames.PING and self._wire is not None:
            self._wire.write(frames.masked(frames.PONG, payload))

    def _note(self, moment: float, size: int) -> None:
        tally = self._tally
        tally.size = size
        tally.events += 1
        tally.last = time.monotonic()
        if tally.latencies is not None:
            tally.latencies.append(tally.last - moment)

    def _hear(self, payload: bytes | None) -> None:
        answer, is_bound = self._dialect.hear(payload)
        if answer and self._wire is not None:
            self._wire.write(answer)
        if is_bound and not self._is_bound:
            self._is_bound = True
            self._tally.on_bound("")

    def _shake_hands(self) -> bool:
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0 or self._buffer[9:12] != b"101":
            return False
        self._is_open = True
        del self._buffer[: end + 4]
        self._hear(None)
        return True
