"""Reads the logs of sessions.

A log has no gap: the events after a place are as many as the places up to
``last_seq``. So a place that is missing at the beginning means that it is not
kept any more, and how many events a reading will give is known before it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from chat.models import ChatSession, Event


class LogGoneError(Exception):
    """The place asked for is not kept any more, or was never reached."""


@dataclass(frozen=True, slots=True)
class Part:
    """The ``events`` after a place, the oldest first, and whether there are more."""

    events: list[Event]
    last_seq: int
    has_more: bool


def read(session: ChatSession, *, after: int, limit: int) -> Part:
    """Return at most ``limit`` events after the place ``after``; LogGoneError."""
    if after > session.last_seq:
        raise LogGoneError
    found = read_many({session: after}, limit=limit, in_all=limit)[session]
    if found is None:
        raise LogGoneError
    return found


def read_many(
    places: Mapping[ChatSession, int], *, limit: int, in_all: int
) -> dict[ChatSession, Part | None]:
    """Return for each session what follows its place; None where that is gone.

    At most ``limit`` events a session and ``in_all`` together, in a number of
    queries that does not grow with the sessions.
    """
    ends: dict[ChatSession, tuple[int, int]] = {}
    for session, after in places.items():
        count = max(0, min(session.last_seq - after, limit, in_all))
        in_all -= count
        ends[session] = (after, after + count)
    events = _between({session.pk: end for session, end in ends.items() if end[0] < end[1]})
    return {
        session: _part(session, events.get(session.pk, []), after=after, end=end)
        for session, (after, end) in ends.items()
    }


def _part(session: ChatSession, events: list[Event], *, after: int, end: int) -> Part | None:
    if after > session.last_seq or len(events) < end - after:
        return None
    for event in events:
        event.session = session
    return Part(events, session.last_seq, has_more=end < session.last_seq)


def _between(ends: Mapping[int, tuple[int, int]]) -> dict[int, list[Event]]:
    """Return the events in each session's ``(after, end]``, in one query and two for messages.

    A join with VALUES, since the ORM has no word for it: one condition a
    session would be a query of a thousand conditions.
    """
    found: dict[int, list[Event]] = {}
    if not ends:
        return found
    values = ", ".join(["(CAST(%s AS BIGINT), CAST(%s AS BIGINT), CAST(%s AS BIGINT))"] * len(ends))
    events = list(
        Event.objects.raw(
            # Only placeholders are put together here.
            f"WITH wanted(session_id, after_seq, end_seq) AS (VALUES {values})"  # noqa: S608
            " SELECT e.* FROM wanted JOIN chat_event e ON e.session_id = wanted.session_id"
            " AND e.seq > wanted.after_seq AND e.seq <= wanted.end_seq"
            " ORDER BY e.session_id, e.seq",
            [number for pk, (after, end) in ends.items() for number in (pk, after, end)],
        )
    )
    prefetch_related_objects(events, "message__user")
    for event in events:
        found.setdefault(event.session_id, []).append(event)
    return found
