"""Where the plot's lines, marks and words stand."""

from datetime import UTC, datetime, timedelta

import pytest

from probe.periods import PERIODS, Period
from probe.plot import Plot, plot
from probe.statistics import Part, parts

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def drawn(*values: list[float] | str) -> Plot:
    """Draw a minute for each of ``values``: milliseconds, or why there are none."""
    made = [Part(NOON + number * MINUTE) for number in range(len(values))]
    for part, value in zip(made, values, strict=True):
        for each in [value] if isinstance(value, str) else value:
            part.add(*((None, each) if isinstance(each, str) else (each, "")))
    return plot(made, length=MINUTE, tick=MINUTE)


def points(line: str) -> list[tuple[float, float]]:
    """Return the points of a polyline."""
    pairs = (point.split(",") for point in line.split())
    return [(float(x), float(y)) for x, y in pairs]


def test_line_goes_up_with_the_milliseconds() -> None:
    """From left to right, and ten times as slow is as far up everywhere."""
    [line] = drawn([3], [30], [300]).p50
    (x1, y1), (x2, y2), (x3, y3) = points(line)
    assert x1 < x2 < x3
    assert y1 > y2 > y3
    assert y1 - y2 == pytest.approx(y2 - y3, abs=0.2)


def test_both_lines_stay_inside_of_the_plane() -> None:
    """Whatever was measured, down to nothing and up to what the probe waits for."""
    made = drawn([0.0], [0.4, 7], [5000.0] * 5)
    for x, y in (point for line in (*made.p50, *made.p99) for point in points(line)):
        assert made.left <= x <= made.right
        assert made.top <= y <= made.bottom


def test_gap_is_not_drawn_over() -> None:
    """What was not measured was not as fast as what was; a point alone is still seen."""
    first, second = drawn([5], [6], [], [7]).p50
    assert len(points(first)) == 2
    [(x, y), again] = points(second)
    assert (x, y) == again


def test_failure_is_marked_with_its_reason() -> None:
    """Also where other messages of that minute have arrived."""
    fine, failed = drawn([5], "The gateway is away.").columns
    assert (fine.has_failed, failed.has_failed) == (False, True)
    assert fine.title == "22 Nov, 12:00\np50 5.0 ms, p99 5.0 ms"
    assert failed.title == "22 Nov, 12:01\n1 times: The gateway is away."
    assert failed.x + failed.width == pytest.approx(Plot.right, abs=0.2)


def test_nothing_measured_is_a_plane_without_lines() -> None:
    """Its scale is there all the same."""
    made = drawn([], [])
    assert (made.p50, made.p99, made.columns) == ([], [], [])
    assert [tick.label for tick in made.milliseconds][:3] == ["1 ms", "2 ms", "5 ms"]


@pytest.mark.parametrize("period", PERIODS.values(), ids=lambda period: period.name)
def test_period_ends_now_and_its_parts_begin_at_round_times(period: Period) -> None:
    """And a handful of round times stand below it."""
    now = datetime(2026, 11, 22, 12, 34, 56, tzinfo=UTC)
    found = parts([(now, 5.0, "")], start=period.start(now), length=period.part, count=period.parts)
    assert found[-1].milliseconds == [5.0]
    assert found[0].start.timestamp() % period.part.total_seconds() == 0
    labels = [tick.label for tick in plot(found, length=period.part, tick=period.tick).times]
    assert 6 <= len(labels) <= 8
    assert labels[-1] in ("12:30", "12:00", "Sun 22")
