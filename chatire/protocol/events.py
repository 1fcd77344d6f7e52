"""The envelope of everything that travels from the application to a client.

An event is a JSON object. A durable one is ``{type, session, seq, at, data}``
and stands in its session's log; an ephemeral one has no ``seq`` and may be
lost; a user event is ``{type, at, data}``. This is the only place where events
are turned into bytes and back.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

Event = dict[str, Any]


class DurableType(StrEnum):
    """What can happen in a chat session's log."""

    MESSAGE_POSTED = "message.posted"
    MESSAGE_EDITED = "message.edited"
    MESSAGE_DELETED = "message.deleted"
    REACTION_ADDED = "reaction.added"
    REACTION_REMOVED = "reaction.removed"
    MEMBER_JOINED = "member.joined"
    MEMBER_LEFT = "member.left"
    MEMBER_UPDATED = "member.updated"
    SESSION_UPDATED = "session.updated"


class EphemeralType(StrEnum):
    """What a session's listeners are told in passing; it is in no log."""

    TYPING = "typing"
    READ = "read"
    PRESENCE = "presence"


class UserType(StrEnum):
    """What concerns one user, whatever socket he holds."""

    SESSION_ADDED = "session.added"
    SESSION_REMOVED = "session.removed"
    NOTIFICATION = "notification"
    WALLET_CHANGED = "wallet.changed"


def durable_event(
    type: DurableType, session: str, *, seq: int, at: datetime, data: Mapping[str, Any]
) -> Event:
    """Return the event at place ``seq`` of the log of the session ``session``."""
    return {"type": str(type), "session": session, "seq": seq, "at": timestamp(at), "data": data}


def ephemeral_event(
    type: EphemeralType, session: str, *, at: datetime, data: Mapping[str, Any]
) -> Event:
    """Return an event that has no place in the log of the session ``session``."""
    return {"type": str(type), "session": session, "at": timestamp(at), "data": data}


def user_event(type: UserType, *, at: datetime, data: Mapping[str, Any]) -> Event:
    """Return an event for one user, in no session's log."""
    return {"type": str(type), "at": timestamp(at), "data": data}


def timestamp(moment: datetime) -> str:
    """Return an aware ``moment`` as ISO 8601 in UTC, with microseconds and ``Z``."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def encode(event: Mapping[str, Any]) -> bytes:
    """Return the bytes of ``event``: compact UTF-8 JSON, ready for a text frame."""
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def decode(body: bytes | str) -> Event:
    """Return the event in ``body``.

    Raises ValueError where it is not UTF-8, not JSON, nested too deeply, or not an object.
    """
    try:
        event = json.loads(body)
    except RecursionError as error:  # thousands of opening brackets cost a sender nothing
        raise ValueError("nested too deeply") from error
    if not isinstance(event, dict):
        raise ValueError("an event is a JSON object")
    return event
