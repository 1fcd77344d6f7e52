"""Finds a part of a session's history."""

from dataclasses import dataclass

from django.db.models import QuerySet

from chat.models import ChatSession, Message


@dataclass(frozen=True, slots=True)
class History:
    """``messages`` from the oldest to the newest.

    ``has_more`` speaks of newer messages where ``after`` was asked for, of
    older ones otherwise.
    """

    messages: list[Message]
    has_more: bool


def history(
    session: ChatSession,
    *,
    limit: int,
    before: int | None = None,
    after: int | None = None,
    around: int | None = None,
) -> History:
    """Return at most ``limit`` messages: the newest, or those next to a place in the log."""
    messages = Message.objects.filter(session=session).select_related("user")
    if after is not None:
        found = list(messages.filter(seq__gt=after).order_by("seq")[: limit + 1])
        return History(found[:limit], has_more=len(found) > limit)
    if around is not None:
        return _around(messages, around, limit=limit)
    if before is not None:
        messages = messages.filter(seq__lt=before)
    return _newest(messages, limit=limit)


def _newest(messages: QuerySet[Message], *, limit: int) -> History:
    found = list(messages.order_by("-seq")[: limit + 1])
    return History(found[:limit][::-1], has_more=len(found) > limit)


def _around(messages: QuerySet[Message], seq: int, *, limit: int) -> History:
    """Half of them from ``seq`` on, and as many older ones as there is room for."""
    newer = list(messages.filter(seq__gte=seq).order_by("seq")[: limit - limit // 2])
    older = _newest(messages.filter(seq__lt=seq), limit=limit - len(newer))
    return History(older.messages + newer, has_more=older.has_more)
