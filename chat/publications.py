"""A publication: one AMQP message on its way out, and the row that waits for its confirm.

Made of an event, a control message, or of something ephemeral that no row
remembers. It passes through django-notifs as a payload, that is as JSON, since
with the Celery backend it travels to another process.
"""

import base64
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from chatire.protocol.events import encode

Payload = dict[str, Any]

Removed = tuple[tuple[int, float], ...]
"""User ids, and when (seconds since the epoch) their memberships ended."""


@dataclass(frozen=True, slots=True)
class Publication:
    """``timestamp`` is in whole seconds; ``event`` and ``control`` are primary keys.

    ``removed`` are those who must not get it any more, whatever they have heard so
    far (see :mod:`chat.removals`).
    """

    exchange: str
    type: str
    message_id: str
    timestamp: int
    body: bytes
    routing_key: str = ""
    event: int | None = None
    control: int | None = None
    removed: Removed = ()

    @property
    def row(self) -> tuple[str, int] | None:
        """Return what waits for the confirm; None for what no row remembers."""
        if self.event is not None:
            return "event", self.event
        return ("control", self.control) if self.control is not None else None

    @classmethod
    def of_event(cls, pk: int, event: Payload, *, at: datetime, removed: Removed = ()) -> Self:
        """Return the publication of a durable event: to its session's exchange."""
        return cls(
            exchange=event["session"],
            type=event["type"],
            message_id=f"{event['session']}:{event['seq']}",
            timestamp=int(at.timestamp()),
            body=encode(event),
            event=pk,
            removed=removed,
        )

    @classmethod
    def ephemeral(cls, event: Payload, *, at: datetime, removed: Removed = ()) -> Self:
        """Return the publication of an ephemeral event: it may be lost."""
        return cls(
            exchange=event["session"],
            type=event["type"],
            message_id=str(uuid.uuid4()),
            timestamp=int(at.timestamp()),
            body=encode(event),
            removed=removed,
        )

    def to_payload(self) -> Payload:
        # Bytes are no JSON; base64 rather than text, so that not one of them changes.
        payload = {name: getattr(self, name) for name in self.__slots__}
        return {**payload, "body": base64.b64encode(self.body).decode()}

    @classmethod
    def from_payload(cls, payload: Payload) -> Self:
        removed = tuple((user, at) for user, at in payload["removed"])
        return cls(**{**payload, "body": base64.b64decode(payload["body"]), "removed": removed})
