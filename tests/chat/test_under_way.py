"""One row is under way once at a time, however often it is published."""

from chat.broker.lane import Job
from chat.broker.under_way import REMEMBER, UnderWay
from chat.publications import Publication


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def job(*, event: int | None = None, control: int | None = None) -> Job:
    publication = Publication(
        exchange="a",
        type="t",
        message_id="m",
        timestamp=0,
        body=b"",
        event=event,
        control=control,
    )
    return Job(publication)


def test_a_row_is_sent_once_and_all_who_came_with_it_are_answered() -> None:
    """The second waits for the first one's confirm."""
    under_way, first, second = UnderWay(), job(event=1), job(event=1)
    assert under_way.admits(first)
    assert not under_way.admits(second)
    assert not second.done.done()
    first.finish(published=True)
    assert second.done.result()


def test_what_failed_may_be_sent_again() -> None:
    """With the connection, for example."""
    under_way, first = UnderWay(), job(event=1)
    under_way.admits(first)
    first.finish(published=False)
    assert under_way.admits(job(event=1))


def test_rows_of_two_kinds_are_not_taken_for_each_other() -> None:
    """Events and control messages count for themselves."""
    under_way = UnderWay()
    assert under_way.admits(job(event=1))
    assert under_way.admits(job(control=1))


def test_what_no_row_remembers_is_always_sent() -> None:
    """Nobody will come with it again."""
    under_way = UnderWay()
    assert under_way.admits(job())
    assert under_way.admits(job())


def test_a_confirm_that_nobody_waited_for_is_told_to_the_next() -> None:
    """Once: then the row is marked, and does not come again."""
    under_way, first, second = UnderWay(), job(event=1), job(event=1)
    under_way.admits(first)
    first.is_awaited = False
    first.finish(published=True)
    assert not under_way.admits(second)
    assert second.done.result()
    assert under_way.admits(job(event=1))


def test_a_late_confirm_is_forgotten_in_time() -> None:
    """A restored backup has other rows under the same numbers."""
    clock = Clock()
    under_way, first = UnderWay(clock=clock), job(event=1)
    under_way.admits(first)
    first.is_awaited = False
    first.finish(published=True)
    clock.now = REMEMBER + 1
    assert under_way.admits(job(event=1))
