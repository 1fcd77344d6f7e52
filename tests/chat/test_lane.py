from chat.broker.lane import Job, Lane
from chat.publications import Publication


def job(exchange: str = "a") -> Job:
    return Job(Publication(exchange=exchange, type="t", message_id="m", timestamp=0, body=b""))


def lane_of(*jobs: Job) -> Lane:
    """Return a lane on which ``jobs`` are sent."""
    lane = Lane()
    lane.waiting.extend(jobs)
    while lane.next():
        pass
    return lane


def results(*jobs: Job) -> list[bool | None]:
    return [job.done.result() if job.done.done() else None for job in jobs]


def test_confirm_finishes_its_own_job() -> None:
    """Tags count from one, in the order of sending."""
    jobs = job(), job(), job()
    lane_of(*jobs).settle(2, multiple=False, published=True)
    assert results(*jobs) == [None, True, None]


def test_multiple_confirm_finishes_all_up_to_its_tag() -> None:
    """RabbitMQ confirms several at once when it can."""
    jobs = job(), job(), job()
    lane_of(*jobs).settle(2, multiple=True, published=True)
    assert results(*jobs) == [True, True, None]


def test_refused_job_is_unpublished() -> None:
    """A nack is an answer too."""
    one = job()
    lane_of(one).settle(1, multiple=False, published=False)
    assert results(one) == [False]


def test_restarted_lane_sends_again_in_order() -> None:
    """What was not confirmed comes before what was not sent, and tags begin anew."""
    first, second, third = job(), job(), job()
    lane = lane_of(first, second)
    lane.waiting.append(third)
    lane.restart()
    assert [lane.next(), lane.next(), lane.next(), lane.next()] == [first, second, third, None]
    lane.settle(1, multiple=False, published=True)
    assert results(first, second, third) == [True, None, None]


def test_missing_exchange_finishes_what_was_meant_for_it() -> None:
    """Nobody listens there; the others are sent again."""
    there, missing = job("there"), job("missing")
    lane = lane_of(there, missing)
    lane.restart()
    lane.nobody_listens("missing")
    assert results(there, missing) == [None, True]
    assert lane.next() is there


def test_giving_up_finishes_what_was_not_sent() -> None:
    """What was sent may still be confirmed."""
    sent, waiting = job(), job()
    lane = lane_of(sent)
    lane.waiting.append(waiting)
    lane.give_up()
    assert results(sent, waiting) == [None, False]
