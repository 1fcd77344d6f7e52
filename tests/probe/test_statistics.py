"""Quantiles of what was measured, over all of it or a part of the time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probe.statistics import parts, quantile

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_quantile_is_a_value_that_was_measured() -> None:
    """The nearest rank: nothing is made up between two values."""
    hundred = range(100, 0, -1)
    assert [quantile(hundred, share) for share in (0, 0.5, 0.99, 1)] == [1, 50, 99, 100]
    assert quantile([7.5], 0.99) == 7.5


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0, 1))
def test_quantile_is_not_exceeded_by_its_share(values: list[float], share: float) -> None:
    """And it is the smallest such value."""
    found = quantile(values, share)
    assert sum(each <= found for each in values) >= share * len(values)
    assert sum(each < found for each in values) <= share * len(values)


def test_no_values_have_no_quantile() -> None:
    """Zero would say that everything is fast."""
    with pytest.raises(ValueError, match="no values"):
        quantile([], 0.5)


def test_samples_fall_into_the_parts_of_their_time() -> None:
    """A part holds its beginning and not its end; what is outside of all counts nowhere."""
    rows = [
        (NOON - MINUTE / 60, 1.0, ""),
        (NOON, 2.0, ""),
        (NOON + MINUTE * 0.99, 4.0, ""),
        (NOON + MINUTE * 2, None, "refused"),
        (NOON + MINUTE * 2.5, None, "refused"),
        (NOON + MINUTE * 3, 8.0, ""),
    ]
    first, second, third = parts(rows, start=NOON, length=MINUTE, count=3)
    assert (first.milliseconds, first.p50, first.p99) == ([2.0, 4.0], 2.0, 4.0)
    assert (second.milliseconds, second.p50, second.failures) == ([], None, {})
    assert (third.start, third.failures) == (NOON + MINUTE * 2, {"refused": 2})
