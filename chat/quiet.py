"""Quiet sessions: so many members that neither presence nor typing is told of them.

Among a thousand, somebody always comes, goes or types: it would cost each of
them a frame, and say nothing.
"""

from django.conf import settings
from django.db.models import Count, QuerySet

from chat.models import ChatSession, Member


def quiet_among(sessions: QuerySet[ChatSession]) -> frozenset[str]:
    """Return the uris of those of ``sessions`` that are quiet, in one query."""
    members = Member.objects.filter(session__in=sessions.order_by().values("pk"))
    counted = members.order_by().values("session__uri").annotate(count=Count("pk"))
    quiet = counted.filter(count__gt=settings.PRESENCE_MAX_MEMBERS)
    return frozenset(quiet.values_list("session__uri", flat=True))
