"""Forgets what nobody needs any more.

Old events, a log in which nobody talks, and removals that no event can overtake.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from chat.models import ChatSession, Event, Message, Removal
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


@transaction.atomic
def forget_log(session: ChatSession, *, before: datetime) -> int:
    """Delete the published events of ``session`` of before ``before``, and their messages.

    Only for a session in which nobody talks. Returns how many events. As above, an event
    that is not published yet keeps all that follow it.
    """
    log = Event.objects.filter(session=session)
    kept = log.filter(Q(at__gte=before) | Q(published_at=None)).order_by("seq").first()
    old = log.filter(seq__lt=kept.seq) if kept else log
    seqs = list(old.values_list("seq", flat=True))
    old.filter(seq__in=seqs).delete()
    Message.objects.filter(session=session, seq__in=seqs).delete()
    return len(seqs)


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
