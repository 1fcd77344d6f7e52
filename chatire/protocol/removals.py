"""Removals that an event carries, so that it can never overtake the news of them.

A revocation goes by :data:`chatire.protocol.topology.CONTROL`, an event by its
session's exchange: two ways, of which either may be the faster. An AMQP header
of the event says who was removed from its session a short while before.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

HEADER = "removed"


def headers(removed: Sequence[tuple[int, float]]) -> dict[str, str] | None:
    """Return the AMQP headers that say ``removed``: user ids and seconds since the epoch."""
    return {HEADER: json.dumps(removed)} if removed else None


def read(headers: Mapping[str, Any]) -> list[tuple[int, float]]:
    """Return what :func:`headers` said; ValueError where it is not understood."""
    try:
        return [(int(user), float(at)) for user, at in json.loads(headers.get(HEADER, "[]"))]
    except TypeError as error:
        raise ValueError("not a list of removals") from error
