"""The periods of the lottery, which follow from its row in django-celery-beat's schedule.

An administrator edits that row. An interval divides all time since 1970 into slots of its
length; a crontab's slot begins with the minute in which it fires, and ends when it fires again.
Two beats, or a task that is delivered twice, so find themselves in one and the same slot.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django_celery_beat.models import PeriodicTask

TASK = "economy.tasks.lottery"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)


class NoPeriodError(Exception):
    """The row's schedule (solar, clocked) has no period that one could divide time by."""


@dataclass(frozen=True, slots=True)
class Slot:
    """From ``start`` on, and before ``end``."""

    start: datetime
    end: datetime


def slot_at(now: datetime) -> Slot | None:
    """Return the slot in which ``now`` lies; None where the lottery is switched off in its row.

    Raises NoPeriodError.
    """
    rows = PeriodicTask.objects.select_related("interval", "crontab")
    row = rows.filter(task=TASK, enabled=True).order_by("pk").first()
    if row is None:
        return None
    if row.interval is not None:
        return _of_interval(row.interval.schedule.run_every, now)
    if row.crontab is not None:
        return _of_crontab(row.crontab.schedule, now)
    raise NoPeriodError(f"The schedule of {row.name} is neither an interval nor a crontab.")


def _of_interval(length: timedelta, now: datetime) -> Slot:
    start = now - (now - _EPOCH) % length
    return Slot(start, start + length)


def _of_crontab(crontab: Any, now: datetime) -> Slot:
    start = now - (now - _EPOCH) % _MINUTE
    last, delta, _ = crontab.remaining_delta(start)
    end: datetime = (last + delta).astimezone(UTC)
    return Slot(start, end)
