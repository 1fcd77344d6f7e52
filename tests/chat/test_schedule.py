import pytest
from django.apps import apps
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from chat.schedule import PERIODIC, schedule


@pytest.fixture
def made(db: None) -> None:
    schedule(sender=apps.get_app_config("django_celery_beat"))


def test_migrating_schedules_the_periodic_tasks(made: None) -> None:
    """Each has a row, which beat reads."""
    names = set(PeriodicTask.objects.values_list("task", flat=True))
    assert {periodic.task for periodic in PERIODIC} <= names
    sweeper = PeriodicTask.objects.get(task="chat.tasks.sweep_unpublished")
    assert (sweeper.interval.every, sweeper.interval.period) == (1, "seconds")


def test_migrating_again_leaves_what_an_administrator_changed(made: None) -> None:
    """The rows are made once."""
    slow, _ = IntervalSchedule.objects.get_or_create(every=30, period="seconds")
    tasks = PeriodicTask.objects.filter(task="chat.tasks.sweep_unpublished")
    tasks.update(interval=slow, enabled=False)
    schedule(sender=apps.get_app_config("django_celery_beat"))
    sweeper = tasks.get()
    assert (sweeper.interval, sweeper.enabled) == (slow, False)


def test_other_apps_schedule_nothing(db: None) -> None:
    """Before django-celery-beat's own migration there is no table."""
    PeriodicTask.objects.all().delete()
    schedule(sender=apps.get_app_config("chat"))
    assert not PeriodicTask.objects.exists()
