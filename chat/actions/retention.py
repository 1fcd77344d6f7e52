"""Forgets what nobody needs any more: old events, and removals that no event can overtake."""

from datetime import datetime

from django.db import transaction

from chat.models import Event, Removal
from chat.removals import KEPT

BATCH = 2000


def forget_events(*, before: datetime) -> int:
    """Delete the published events of before ``before``; return how many.

    Only from the beginning of a log, so that it stays without a gap: an event
    that is not published yet keeps all that follow it in its session. The
    messages stay.
    """
    deleted = 0
    while pks := _oldest(before):
        with transaction.atomic():
            deleted += Event.objects.filter(pk__in=pks).delete()[0]
        if len(pks) < BATCH:
            break
    return deleted


def forget_removals(*, now: datetime) -> int:
    """Delete the removals that events do not carry any more; return how many."""
    return Removal.objects.filter(at__lt=(now - KEPT).timestamp()).delete()[0]


def _oldest(before: datetime) -> list[int]:
    # Primary keys grow with time, so this reads from one end of the table.
    old = Event.objects.filter(at__lt=before)
    unpublished = old.filter(published_at=None).values("session")
    return list(
        old.exclude(session__in=unpublished).order_by("pk").values_list("pk", flat=True)[:BATCH]
    )
