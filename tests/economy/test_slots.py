"""Which period it is follows from the row that an administrator edits."""

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django_celery_beat.models import (
    ClockedSchedule,
    CrontabSchedule,
    IntervalSchedule,
    PeriodicTask,
)

from economy.schedule import schedule
from economy.slots import TASK, NoPeriodError, Slot, slot_at

NOW = datetime(2026, 11, 22, 14, 7, 31, 250_000, tzinfo=UTC)


@pytest.fixture
def row(db: None) -> PeriodicTask:
    schedule(sender=apps.get_app_config("django_celery_beat"))
    return PeriodicTask.objects.get(task=TASK)


def minutes(hour: int, minute: int, *, lasts: float) -> Slot:
    start = datetime(2026, 11, 22, hour, minute, tzinfo=UTC)
    return Slot(start, start + timedelta(minutes=lasts))


def test_a_period_is_a_minute_by_default(row: PeriodicTask) -> None:
    """It begins with the full minute."""
    assert slot_at(NOW) == minutes(14, 7, lasts=1)


@pytest.mark.parametrize("second", [0, 31, 59.999_999])
def test_all_of_a_minute_is_one_period(row: PeriodicTask, second: float) -> None:
    """So that a second beat, or a late delivery, finds the same."""
    begin = datetime(2026, 11, 22, 14, 7, tzinfo=UTC)
    assert slot_at(begin + timedelta(seconds=second)) == minutes(14, 7, lasts=1)


@pytest.mark.parametrize(
    ("every", "unit", "found"),
    [
        (60, "seconds", minutes(14, 7, lasts=1)),
        (20, "seconds", Slot(NOW.replace(second=20, microsecond=0), minutes(14, 7, lasts=0).end)),
        (1, "hours", minutes(14, 0, lasts=60)),
        (1, "days", minutes(0, 0, lasts=24 * 60)),
    ],
)
def test_interval_divides_all_time(row: PeriodicTask, every: int, unit: str, found: Slot) -> None:
    """Whenever beat was started."""
    row.crontab = None
    row.interval = IntervalSchedule.objects.create(every=every, period=unit)
    row.save()
    slot = slot_at(NOW)
    assert slot is not None
    assert slot.start == found.start
    assert slot.end - slot.start == timedelta(**{unit: every})


def test_crontab_lasts_until_it_fires_again(row: PeriodicTask) -> None:
    """A draw at noon is settled at the next noon, in the crontab's own time zone."""
    row.crontab = CrontabSchedule.objects.create(minute="0", hour="12", timezone="Europe/Berlin")
    row.save()
    fires = datetime(2026, 11, 22, 11, tzinfo=UTC)
    assert slot_at(fires + timedelta(seconds=3)) == Slot(fires, fires + timedelta(days=1))


def test_switched_off_there_is_no_period(row: PeriodicTask) -> None:
    """Nor where somebody deleted the row."""
    PeriodicTask.objects.filter(pk=row.pk).update(enabled=False)
    assert slot_at(NOW) is None
    row.delete()
    assert slot_at(NOW) is None


def test_schedule_that_has_no_period_is_refused(row: PeriodicTask) -> None:
    """It fires once: that divides nothing."""
    row.crontab = None
    row.clocked = ClockedSchedule.objects.create(clocked_time=NOW)
    row.one_off = True
    row.save()
    with pytest.raises(NoPeriodError):
        slot_at(NOW)


def test_migrating_again_leaves_what_an_administrator_changed(row: PeriodicTask) -> None:
    """The row is made once, and found by its task: its name is his as well."""
    PeriodicTask.objects.filter(pk=row.pk).update(enabled=False, name="Tombola")
    schedule(sender=apps.get_app_config("django_celery_beat"))
    assert PeriodicTask.objects.get(task=TASK).name == "Tombola"


def test_other_apps_schedule_nothing(row: PeriodicTask) -> None:
    """Before django-celery-beat's own migration there is no table."""
    row.delete()
    schedule(sender=apps.get_app_config("economy"))
    assert not PeriodicTask.objects.filter(task=TASK).exists()
