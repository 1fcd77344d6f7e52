"""How often the periodic tasks run, until an administrator says otherwise.

The rows are made after each migration where they are missing, and never
changed: django-celery-beat reads them, and the admin edits them.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from chat.unused import EVERY


@dataclass(frozen=True, slots=True)
class Periodic:
    """A task, and the seconds between two runs."""

    name: str
    task: str
    every: int


PERIODIC = (
    Periodic("Publish what stayed unpublished", "chat.tasks.sweep_unpublished", 1),
    Periodic("Delete unused exchanges", "chat.tasks.delete_unused_exchanges", EVERY),
    Periodic("End expired devices", "accounts.tasks.delete_expired_devices", 60),
    Periodic("Forget old tries", "accounts.tasks.delete_stale_throttles", 600),
    Periodic("Measure the whole way", "probe.tasks.measure", 60),
    Periodic("Forget old events", "chat.tasks.forget_old_events", 3600),
    Periodic("Forget old notifications", "chat.tasks.forget_old_notifications", 3600),
)


@receiver(post_migrate)
def schedule(sender: AppConfig, **kwargs: Any) -> None:
    """Make the rows that are missing, once both tables of theirs are there."""
    if sender.name != "django_celery_beat":
        return
    interval_model = apps.get_model("django_celery_beat", "IntervalSchedule")
    task_model = apps.get_model("django_celery_beat", "PeriodicTask")
    for periodic in PERIODIC:
        interval, _ = interval_model.objects.get_or_create(every=periodic.every, period="seconds")
        task_model.objects.get_or_create(
            name=periodic.name,
            defaults={
                "task": periodic.task,
                "interval": interval,
                # A run that nobody did in time is not done later on top of the next.
                "expire_seconds": max(periodic.every, 2),
            },
        )
