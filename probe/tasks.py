"""Periodic work of the probe; chat.schedule says how often."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from probe import actions


@shared_task  # type: ignore[untyped-decorator]
def measure() -> None:
    """Measure the whole way, unless PROBE is off; forget what is old."""
    if settings.PROBE == "on":
        actions.run()
    actions.forget(now=timezone.now())
