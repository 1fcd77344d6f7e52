"""The sliding window, pure: never more than its limit in any stretch of its length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.windows import SlidingWindow

times = st.lists(st.floats(0, 100, allow_nan=False), max_size=60)


@given(times, st.integers(1, 5), st.floats(0.5, 20))
def test_no_stretch_holds_more_than_the_limit(
    tries: list[float], limit: int, seconds: float
) -> None:
    """Whatever the rhythm of the tries."""
    window = SlidingWindow("x", limit, seconds)
    let_in: list[float] = []
    for now in sorted(tries):
        if window.wait(let_in, now=now) == 0:
            let_in.append(now)
    for start in let_in:
        assert sum(start <= at < start + seconds for at in let_in) <= limit


@given(times, st.integers(1, 5))
def test_after_the_wait_there_is_a_place(tries: list[float], limit: int) -> None:
    """Retry-After tells the truth."""
    window = SlidingWindow("x", limit, 10)
    wait = window.wait(tries, now=100)
    assert window.wait(tries, now=100 + wait + 1e-6) == 0


def test_wait_is_until_the_oldest_leaves() -> None:
    """In seconds."""
    window = SlidingWindow("x", 2, 60)
    assert window.wait([100, 110], now=130) == pytest.approx(30)


def test_a_clock_that_was_set_back_locks_nobody_out() -> None:
    """Tries from the far future count no more than those from the past."""
    assert SlidingWindow("x", 1, 60).wait([5000], now=100) == 0


def test_a_limit_of_zero_is_off() -> None:
    """0 is "no limit", not "nothing"."""
    assert SlidingWindow("x", 0, 60).off
