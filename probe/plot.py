"""Where each line, mark and word of the operators' plot stands. A template draws it as SVG.

Sans I/O. Lengths are in the drawing's own units; milliseconds go up on a logarithmic scale,
since one slow message among fast ones is what one looks for.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from probe.statistics import Part

WIDTH, HEIGHT = 960, 300
LEFT, RIGHT, TOP, BOTTOM = 24, 72, 24, 32
"""Between the drawing's edges and the plane. Numbers stand on the right, beside what is new."""

STEPS = [digit * 10.0**power for power in range(6) for digit in (1, 2, 5)]
"""Milliseconds at which the plane may begin and end, and has a line."""

FEWEST = 6
"""Lines, lest a millisecond more or less looks like an event."""


class Tick(NamedTuple):
    """A line across the plane, at an x or a y, and what stands beside it."""

    at: float
    label: str


class Column(NamedTuple):
    """A part of the time, and what one reads who points at it."""

    x: float
    width: float
    title: str
    has_failed: bool

    @property
    def middle(self) -> float:
        """Return the x of its middle."""
        return self.x + self.width / 2


@dataclass(frozen=True)
class Plot:
    """Everything that is drawn; each line is the points of an SVG polyline."""

    p50: Sequence[str]
    p99: Sequence[str]
    columns: Sequence[Column]
    times: Sequence[Tick]
    milliseconds: Sequence[Tick]

    width, height = WIDTH, HEIGHT
    left, right, top, bottom = LEFT, WIDTH - RIGHT, TOP, HEIGHT - BOTTOM
    """The plane's edges."""
    plane = bottom - top
    center, middle = (left + right) // 2, (top + bottom) // 2


def plot(parts: Sequence[Part], *, length: timedelta, tick: timedelta) -> Plot:
    """Draw ``parts`` of ``length`` each, one at least, with a tick of the time every ``tick``."""
    start = parts[0].start
    span = len(parts) * length
    heights = _heights(parts)

    def x(moment: datetime) -> float:
        return Plot.left + (Plot.right - Plot.left) * ((moment - start) / span)

    def y(milliseconds: float) -> float:
        low, high = math.log(heights[0]), math.log(heights[-1])
        share = (math.log(max(milliseconds, heights[0])) - low) / (high - low)
        return Plot.bottom - (Plot.bottom - Plot.top) * share

    width = x(start + length) - x(start)
    return Plot(
        p50=list(_lines(parts, lambda part: part.p50, lambda part: x(part.start) + width / 2, y)),
        p99=list(_lines(parts, lambda part: part.p99, lambda part: x(part.start) + width / 2, y)),
        columns=[
            Column(round(x(part.start), 1), round(width, 1), told(part), bool(part.failures))
            for part in parts
            if part.milliseconds or part.failures
        ],
        times=[
            Tick(round(x(moment), 1), _time(moment, tick=tick))
            for moment in _times(start, start + span, tick=tick)
        ],
        milliseconds=[Tick(round(y(each), 1), _milliseconds(each)) for each in heights],
    )


def told(part: Part) -> str:
    """Return what was measured in ``part``, in words."""
    words = [f"{part.start.astimezone(UTC):%d %b, %H:%M}"]
    if part.p50 is not None and part.p99 is not None:
        words.append(f"p50 {part.p50:.1f} ms, p99 {part.p99:.1f} ms")
    words += [f"{count} times: {reason}" for reason, count in part.failures.items()]
    return "\n".join(words)


def _lines(
    parts: Sequence[Part],
    value: Callable[[Part], float | None],
    x: Callable[[Part], float],
    y: Callable[[float], float],
) -> Iterator[str]:
    """Return a line for each stretch without a gap; one point alone is a line of no length."""
    for is_there, stretch in groupby(parts, key=lambda part: value(part) is not None):
        if is_there:
            points = [f"{x(part):.1f},{y(value(part) or 0):.1f}" for part in stretch]
            yield " ".join(points if len(points) > 1 else points * 2)


def _heights(parts: Sequence[Part]) -> list[float]:
    """Return milliseconds, in steps of 1, 2, 5, 10..., between which both lines lie."""
    fastest = min((part.p50 for part in parts if part.p50 is not None), default=STEPS[0])
    slowest = max((part.p99 for part in parts if part.p99 is not None), default=STEPS[0])
    first = max(bisect_right(STEPS, fastest) - 1, 0)
    last = bisect_left(STEPS, slowest)
    return STEPS[first : max(last + 1, first + FEWEST)]


def _times(start: datetime, end: datetime, *, tick: timedelta) -> Iterator[datetime]:
    """Return the round moments from ``start`` to ``end``, counted from midnight UTC."""
    midnight = start.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    moment = midnight + math.ceil((start - midnight) / tick) * tick
    while moment <= end:
        yield moment
        moment += tick


def _time(moment: datetime, *, tick: timedelta) -> str:
    return f"{moment:%a %d}" if tick >= timedelta(days=1) else f"{moment:%H:%M}"


def _milliseconds(value: float) -> str:
    return f"{value / 1000:g} s" if value >= 1000 else f"{value:g} ms"
