"""Who is sent away when, by a worker that is replaced."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from websocket_server.drain import Drain


def test_clients_leave_evenly() -> None:
    """Half of them after half of the time, and all at its end."""
    drain = Drain("abcdef", began=100.0, within=6.0)
    assert drain.due(100.0) == ""
    assert drain.due(103.0) == "abc"
    assert not drain.is_over
    assert drain.due(106.0) == "def"
    assert drain.is_over


def test_nobody_is_sent_away_twice() -> None:
    """However often it is asked, and though a clock stood still."""
    drain = Drain("ab", began=0.0, within=2.0)
    assert [drain.due(1.0), drain.due(1.0), drain.due(5.0), drain.due(9.0)] == ["a", "", "b", ""]


def test_the_rest_leaves_where_there_is_no_reason_to_wait() -> None:
    """All who have not been sent away yet, once."""
    drain = Drain("abcd", began=0.0, within=4.0)
    drain.due(1.0)
    assert [drain.rest(), drain.rest(), drain.due(4.0)] == ["bcd", "", ""]
    assert drain.is_over


def test_without_clients_it_is_over_at_once() -> None:
    """Nothing holds up such a worker."""
    assert Drain("", began=0.0, within=30.0).is_over


@given(
    count=st.integers(1, 3_000),
    within=st.floats(0.1, 300),
    looks=st.lists(st.floats(0.01, 1.0), max_size=50),
)
def test_no_look_finds_a_heap(count: int, within: float, looks: list[float]) -> None:
    """Between two looks at most their share of the time leaves, and in the end each has, once."""
    drain, now, left = Drain(range(count), began=0.0, within=within), 0.0, list[int]()
    for pause in looks:
        now += pause
        due = drain.due(now)
        assert len(due) <= count * pause / within + 1
        left += due
    assert [*left, *drain.due(now + within)] == list(range(count))


@pytest.mark.parametrize("late", [-1.0, 0.0])
def test_before_its_beginning_nobody_leaves(late: float) -> None:
    """A clock's rounding does no harm."""
    assert Drain("abc", began=10.0, within=1.0).due(10.0 + late) == ""
