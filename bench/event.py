"""The event that everybody carries in a benchmark: 200 bytes, and when it was published.

Whoever publishes writes the moment into it (``CLOCK_MONOTONIC``, the same for all processes of a
machine), so that whoever receives it knows how long it took.
"""

import json

SIZE = 200
UNSTAMPED = "0" * 17
"""Where the moment comes; a template has it once, and whatever its publisher is written in can
put seconds there, with six decimals and zeros in front."""

_BEFORE = b'"sent":"'


def template(uri: str) -> str:
    """Return the JSON of a ``message.posted`` of the session ``uri``, SIZE bytes long."""
    event = {
        "type": "message.posted",
        "session": uri,
        "seq": 1,
        "at": "2026-01-01T12:00:00.000000Z",
        "data": {"sent": UNSTAMPED, "message": ""},
    }
    short = json.dumps(event, separators=(",", ":"))
    event["data"] = {"sent": UNSTAMPED, "message": "x" * (SIZE - len(short))}
    return json.dumps(event, separators=(",", ":"))


def stamped(template: str, moment: float) -> bytes:
    """Return the event as published at ``moment`` (seconds)."""
    return template.replace(UNSTAMPED, f"{moment:017.6f}", 1).encode()


def sent_at(payload: bytes) -> float | None:
    """Return when the event in ``payload`` was published; None where there is none."""
    at = payload.find(_BEFORE)
    if at < 0:
        return None
    start = at + len(_BEFORE)
    return float(payload[start : start + len(UNSTAMPED)])
