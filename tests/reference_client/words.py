"""What the tests of the reference client say and hear."""

from collections.abc import Sequence
from typing import Any

from chatire.protocol.events import Event
from tests.client import Action, Apply, Client, SendFrame

URI = "0123456789abcde"
OTHER = "fedcba987654321"


def event(seq: int, uri: str = URI) -> Event:
    """Return a durable event."""
    return {"type": "message.posted", "session": uri, "seq": seq, "at": "", "data": {}}


def welcome(*sessions: str) -> Event:
    """Return the welcome to `sessions`; to URI, where none is named."""
    bound = list(sessions or [URI])
    return {"type": "welcome", "connection": "c", "user": {}, "sessions": bound, "heartbeat": 25}


def ticket_frame(ticket: str) -> SendFrame:
    """Return the frame that shows a ticket."""
    return SendFrame({"type": "ticket", "ticket": ticket})


def answer(
    *seqs: int, reset: int | None = None, has_more: bool = False, **lists: Sequence[Any]
) -> dict[str, Any]:
    """Return a sync's answer: the events of URI, or that its log is to be reset."""
    part: dict[str, Any] = {"reset": True, "last_seq": reset}
    if reset is None:
        part = {
            "events": [event(seq) for seq in seqs],
            "last_seq": max(seqs, default=0),
            "has_more": has_more,
        }
    return {"sessions": {URI: part}, "removed": [], "added": [], **lists}


def applied(actions: Sequence[Action]) -> list[int]:
    """Return the places of the events that are applied."""
    return [action.event["seq"] for action in actions if isinstance(action, Apply)]


def welcomed(seq: int = 0) -> Client:
    """Return a client that has been welcomed and has synced."""
    client = Client(cursors={URI: seq})
    client.start()
    client.on_ticket("t", more=[], path="/ws/")
    client.on_frame(welcome())
    client.on_sync(answer())
    return client
