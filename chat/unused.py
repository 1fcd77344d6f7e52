"""Which exchanges may be left over from a gateway that could not clean up after itself.

AMQP cannot list exchanges, so the sessions are walked through: all of them in
one run where they are few, a window a run where they are many. No state is
kept: the window follows from the clock.
"""

from datetime import datetime

from chat.models import ChatSession

EVERY = 60
"""Seconds between two runs."""

WINDOW = 5000
"""Sessions a run; four runs are within the five minutes after which none may be left."""


def candidates(now: datetime) -> list[str]:
    """Return the uris whose exchanges the run at ``now`` tries to delete."""
    count = ChatSession.objects.count()
    windows = max(1, -(-count // WINDOW))
    start = int(now.timestamp() // EVERY) % windows * WINDOW
    uris = ChatSession.objects.order_by("pk").values_list("uri", flat=True)
    return list(uris[start : start + WINDOW])
