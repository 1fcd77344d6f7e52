"""What a client wants done: values, which a shell takes one after the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from chatire.protocol.events import Event


class Timer(StrEnum):
    """What a wait is for; a shell keeps at most one of each kind and session."""

    RECONNECT = "reconnect"
    RENEW = "renew"
    SYNC = "sync"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class AskTicket:
    """POST /api/tickets/; answer with ``on_ticket`` or ``on_ticket_refused``."""

    uri: str | None


@dataclass(frozen=True, slots=True)
class Open:
    """Open a socket at ``path``; answer with ``on_frame`` and at last ``on_close``."""

    path: str
    ticket: str


@dataclass(frozen=True, slots=True)
class SendFrame:
    """Send ``frame`` on the open socket."""

    frame: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Close:
    """Close the open socket, done."""


@dataclass(frozen=True, slots=True)
class Sync:
    """POST /api/sync/; answer with ``on_sync`` or ``on_sync_failed``."""

    cursors: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class FetchEvents:
    """GET .../events/?after=; answer with ``on_events`` or ``on_events_failed``."""

    uri: str
    after: int


@dataclass(frozen=True, slots=True)
class Wait:
    """Call ``on_timer`` after a random time between ``least`` and ``most`` seconds."""

    timer: Timer
    least: float
    most: float
    uri: str = ""


@dataclass(frozen=True, slots=True)
class Apply:
    """A durable event, exactly once and in its session's order."""

    event: Event


@dataclass(frozen=True, slots=True)
class Show:
    """Anything else that came: an ephemeral or user event, a welcome, an error."""

    frame: Event


@dataclass(frozen=True, slots=True)
class Reload:
    """Forget the session's content and read it again: the log goes on after ``last_seq``."""

    uri: str
    last_seq: int


@dataclass(frozen=True, slots=True)
class Added:
    """A session that was not known before; its log goes on after its ``last_seq``."""

    session: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Removed:
    """A session that is no longer one's own."""

    uri: str


@dataclass(frozen=True, slots=True)
class Stop:
    """Do not come back: the close code, or the status of the refused call."""

    code: int


Action = (
    AskTicket
    | Open
    | SendFrame
    | Close
    | Sync
    | FetchEvents
    | Wait
    | Apply
    | Show
    | Reload
    | Added
    | Removed
    | Stop
)
