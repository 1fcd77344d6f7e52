"""When claims must be shown anew, and what follows if they are not."""

import math

import pytest

from websocket_server.renewal import Due, Renewal, Schedule

SCHEDULE = Schedule(every=600.0, within=20.0, phase=0.5)


@pytest.fixture
def renewal() -> Renewal:
    """Return one that begins at 0."""
    return Renewal(SCHEDULE, now=0.0)


def test_it_asks_when_its_time_has_come(renewal: Renewal) -> None:
    """Its phase spreads those who came together."""
    assert (renewal.deadline, renewal.wake(299.0), renewal.wake(300.0)) == (300.0, None, Due.ASK)


def test_a_ticket_has_ten_seconds_more_than_was_said(renewal: Renewal) -> None:
    """Then the claims have expired."""
    renewal.ask(20.0, 300.0)
    assert (renewal.wake(329.9), renewal.wake(330.0)) == (None, Due.EXPIRED)


def test_tickets_that_were_shown_are_settled_when_all_have_had_their_time(
    renewal: Renewal,
) -> None:
    """And the next are asked for after another period."""
    renewal.ask(20.0, 300.0)
    renewal.show()
    assert (renewal.wake(310.0), renewal.wake(330.0)) == (None, Due.SETTLED)
    assert renewal.deadline == 630.0


def test_a_ticket_from_before_it_was_asked_for_proves_nothing(renewal: Renewal) -> None:
    """It may be older than what was lost."""
    renewal.show()
    renewal.ask(20.0, 300.0)
    assert renewal.wake(330.0) is Due.EXPIRED


def test_who_is_excused_is_asked_by_nobody(renewal: Renewal) -> None:
    """Until somebody asks again."""
    renewal.ask(20.0, 300.0)
    renewal.excuse()
    assert (renewal.deadline, renewal.wake(10_000.0)) == (math.inf, None)
    renewal.ask(20.0, 10_000.0)
    assert renewal.wake(10_030.0) is Due.EXPIRED
