"""Periodic work, done by Celery's worker; chat.schedule says how often."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from chat import broker
from chat.actions.notifications import forget_notifications
from chat.actions.retention import forget_events, forget_removals
from chat.sweeping import sweep
from chat.unused import candidates


@shared_task  # type: ignore[untyped-decorator]
def sweep_unpublished() -> None:
    """Publish what stayed unpublished for more than a second."""
    sweep(broker.publisher(), now=timezone.now())


@shared_task  # type: ignore[untyped-decorator]
def delete_unused_exchanges() -> None:
    """Delete exchanges that no queue is bound to."""
    broker.delete_unused(candidates(timezone.now()))


@shared_task  # type: ignore[untyped-decorator]
def forget_old_events() -> None:
    """Delete events that are older than EVENT_RETENTION, and what goes with them."""
    now = timezone.now()
    forget_events(before=now - settings.EVENT_RETENTION)
    forget_removals(now=now)


@shared_task  # type: ignore[untyped-decorator]
def forget_old_notifications() -> None:
    """Delete notifications that are older than NOTIFICATION_RETENTION."""
    forget_notifications(before=timezone.now() - settings.NOTIFICATION_RETENTION)
