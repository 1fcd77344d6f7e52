"""When the lottery runs, until an administrator says otherwise: at the beginning of each minute.

A crontab and not an interval of 60 seconds, which would count from whenever beat was started:
the page counts down to a full minute, and that is when the draw is settled.
"""

from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from economy.slots import TASK

EXPIRES = 60
"""Seconds. A run that nobody did in time is not done later on top of the next."""


@receiver(post_migrate)
def schedule(sender: AppConfig, **kwargs: Any) -> None:
    """Make the row where it is missing, once both tables of its are there."""
    if sender.name != "django_celery_beat":
        return
    crontab_model = apps.get_model("django_celery_beat", "CrontabSchedule")
    task_model = apps.get_model("django_celery_beat", "PeriodicTask")
    if task_model.objects.filter(task=TASK).exists():
        return
    every_minute = {"minute": "*", "hour": "*", "day_of_month": "*", "month_of_year": "*"}
    crontab, _ = crontab_model.objects.get_or_create(**every_minute, day_of_week="*")
    task_model.objects.create(
        name="The lottery",
        task=TASK,
        crontab=crontab,
        enabled=settings.ECONOMY_LOTTERY_ENABLED,
        expire_seconds=EXPIRES,
    )
