"""Who was removed from a session a short while ago: what its events carry to the gateways."""

from datetime import datetime, timedelta

from chat.models import ChatSession, Removal

KEPT = timedelta(hours=1)
"""Far longer than a revocation takes that anybody is left to publish."""


def recent(session: ChatSession, *, now: datetime) -> tuple[tuple[int, float], ...]:
    """Return (user id, seconds since the epoch) of each; no query where nobody was."""
    if session.removed_at is None or session.removed_at < now - KEPT:
        return ()
    found = Removal.objects.filter(session=session, at__gte=(now - KEPT).timestamp())
    return tuple(found.order_by("at").values_list("user_id", "at"))
