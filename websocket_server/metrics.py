"""What a worker counts. Plain integers, because most of it is counted on the hot path.

One addition to an attribute costs 30 ns; to shared memory it would cost four times as
much, and a counter of a metrics library twenty times. So each worker counts for itself,
and its :meth:`Meter.row` is copied once a second to where all workers' rows are.
"""

import math
import time
from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from chatire.protocol.close_codes import CloseCode

STATUSES = (101, 400, 401, 403, 404, 426, 429, 503)
NO_CODE, NO_CLOSE, OTHER_CODE = 1005, 1006, 0
CODES = (*map(int, CloseCode), NO_CODE, NO_CLOSE, OTHER_CODE)
"""RFC 6455, 7.1.5: 1005 is a Close without a code, 1006 an end without a Close."""

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, math.inf)
"""Upper bounds, in seconds."""

COUNTERS = ("deliveries", "frames", "bytes", "dropped", "resyncs", "broker_connections")
GAUGES = ("connections", "places", "broker_up", "outbox_high_water")

MEASURE_EVERY = 0.001
"""Seconds: of a flood one event in a millisecond says as much as all of them."""

REMEMBER_DEPTH = 60.0
"""Seconds for which the deepest outbox is told, and up to twice as long."""


class Meter:
    """The numbers of one worker; the attributes named in COUNTERS are added to directly."""

    def __init__(self, *, clock: Callable[[], float] = time.time) -> None:
        """``clock`` gives seconds since the epoch."""
        self.deliveries = 0
        self.frames = 0
        self.bytes = 0
        self.dropped = 0
        self.resyncs = 0
        self.broker_connections = 0
        self.connections = 0
        self.places = 0
        self.broker_up = 0
        self.outbox_high_water = 0
        self.handshakes = dict.fromkeys(STATUSES, 0)
        """By the status of the answer."""
        self.closes = dict.fromkeys(CODES, 0)
        self.relayed = [0] * len(BUCKETS)
        self.relay_microseconds = 0
        self._clock = clock
        self._last_body = b""
        self._measure_at = 0.0
        self._last_depth = 0
        self._depth_until = 0.0

    def close(self, code: int) -> None:
        """Count the end of a connection."""
        self.closes[code if code in self.closes else OTHER_CODE] += 1

    def relay(self, body: bytes) -> None:
        """Measure how long ago an event was committed that is relayed now. A hot path.

        Once, though it comes once for each client in scope `client`; and not every one of many.
        """
        if body == self._last_body:
            return
        self._last_body = body
        now = self._clock()
        if now < self._measure_at:
            return
        self._measure_at = now + MEASURE_EVERY
        at = _committed_at(body)
        if at is not None:
            seconds = max(0.0, now - at)  # two clocks may differ a little
            self.relayed[bisect_left(BUCKETS, seconds)] += 1
            self.relay_microseconds += int(seconds * 1_000_000)

    def wait(self, size: int) -> None:
        """Note that so many bytes wait for one client."""
        self.outbox_high_water = max(self.outbox_high_water, size)

    def row(self) -> list[int]:
        """Return all numbers, in the order in which :meth:`resume` takes them."""
        return [
            *(getattr(self, name) for name in COUNTERS),
            *self.handshakes.values(),
            *self.closes.values(),
            *self.relayed,
            self.relay_microseconds,
            self.connections,
            self.places,
            self.broker_up,
            self._depth(),
        ]

    def resume(self, row: Sequence[int]) -> None:
        """Count on from a predecessor's row: a sum in which one part began at 0 would jump back."""
        numbers = iter(row)
        for name in COUNTERS:
            setattr(self, name, next(numbers))
        self.handshakes = {status: next(numbers) for status in STATUSES}
        self.closes = {code: next(numbers) for code in CODES}
        self.relayed = [next(numbers) for _ in BUCKETS]
        self.relay_microseconds = next(numbers)

    def show(self, row: Sequence[int]) -> None:
        """Be what a row says, gauges too."""
        self.resume(row)
        for name, value in zip(GAUGES, row[-len(GAUGES) :], strict=True):
            setattr(self, name, value)

    def _depth(self) -> int:
        """Return the deepest outbox of the last minute or two."""
        now, deepest = self._clock(), max(self.outbox_high_water, self._last_depth)
        if now >= self._depth_until:
            self._depth_until = now + REMEMBER_DEPTH
            self._last_depth, self.outbox_high_water = self.outbox_high_water, 0
        return deepest


class Rows(Protocol):
    """Where the rows of all workers are."""

    def mine(self) -> Sequence[int]:
        """Return what this worker, or its predecessor, has written last; nothing at first."""

    def write(self, row: Sequence[int]) -> None:
        """Replace this worker's row."""

    def all(self) -> Sequence[Sequence[int]]:
        """Return the rows of all workers that have written one."""


class LocalRows:
    """The rows of a gateway of one process."""

    def __init__(self) -> None:
        self._row: Sequence[int] = ()

    def mine(self) -> Sequence[int]:
        """Return the row."""
        return self._row

    def write(self, row: Sequence[int]) -> None:
        """Keep the row."""
        self._row = row

    def all(self) -> Sequence[Sequence[int]]:
        """Return the row alone."""
        return [self._row] if self._row else []


def _committed_at(body: bytes) -> float | None:
    """Return the time (epoch) in a durable event's JSON, without decoding all of it.

    It stands in the envelope, before any text of a person's: chatire.protocol.events.
    """
    start = body.find(b'"at":"', 0, 160) + len(b'"at":"')
    if body.find(b'"seq":', 0, start) < 0:
        return None
    try:
        return datetime.fromisoformat(body[start : body.index(b'"', start)].decode()).timestamp()
    except ValueError:
        return None
