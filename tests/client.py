"""A reference client of the contract: what a client does, and when.

Pure: no socket, no clock, no randomness. Each ``on_...`` method takes one thing
that happened and returns the actions to take; a shell (``client_shell.py``)
takes them and reports what came of them. So that every order in which a network
may deliver, lose, repeat and answer can be tried without one.

The rule that it embodies: connect, wait for ``welcome``, THEN sync; apply events
by ``seq``; drop what one has; on a gap wait 200 ms, then fetch what comes after.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto
from typing import Any

from chatire.protocol.close_codes import CloseCode, may_come_back
from chatire.protocol.events import Event, UserType

GAP_PATIENCE = 0.2
"""Seconds for which a missing event may still come by itself."""

BACK_OFF = (1.0, 30.0)
"""The least and the greatest ceiling of a jittered wait, in seconds."""

AFTER_OWN_BUG = 30.0
"""Seconds to wait after a close code that says: your frames are wrong."""

OWN_BUGS = {CloseCode.UNSUPPORTED_DATA, CloseCode.INVALID_UTF8, CloseCode.TOO_BIG}


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


@dataclass(slots=True)
class SessionLog:
    """One session's events: what was applied, and what came too early.

    ``applied`` is None until the session's place in its log is known.
    """

    applied: int | None = None
    held: dict[int, Event] = field(default_factory=dict)
    catching_up: bool = False

    def take(self, events: Iterable[Event]) -> list[Event]:
        """Return those events, and those held back, whose turn has come."""
        for event in events:
            self.held.setdefault(event["seq"], event)
        if self.applied is None:
            return []
        ready = []
        while (due := self.held.pop(self.applied + 1, None)) is not None:
            ready.append(due)
            self.applied += 1
        self.held = {seq: event for seq, event in self.held.items() if seq > self.applied}
        return ready

    def start(self, seq: int) -> list[Event]:
        """Go on after ``seq``; return the held events whose turn has come."""
        self.applied = seq
        return self.take([])

    @property
    def has_gap(self) -> bool:
        return self.applied is not None and bool(self.held)


class State(Enum):
    """Where the connection stands."""

    WAITING = auto()
    ASKING = auto()
    OPENING = auto()
    WELCOMED = auto()
    STOPPED = auto()


class Client:
    """One user's client, of all his sessions or (with ``uri``) of one.

    ``cursors`` are the places in the logs up to which he has everything.
    """

    def __init__(self, uri: str | None = None, *, cursors: Mapping[str, int] | None = None) -> None:
        self.uri = uri
        self.state = State.WAITING
        self.logs = {session: SessionLog(seq) for session, seq in (cursors or {}).items()}
        self._failures = 0
        self._more: list[str] = []
        self._syncing = False
        self._sync_again = False

    # The connection

    def start(self) -> list[Action]:
        """Begin, or try again now: the network is back, the page is visible."""
        if self.state is State.WELCOMED:
            return self._sync()
        if self.state is not State.WAITING:
            return []
        self.state = State.ASKING
        return [AskTicket(self.uri)]

    def stop(self) -> list[Action]:
        """End for good, by one's own wish."""
        opened = self.state in (State.OPENING, State.WELCOMED)
        self.state = State.STOPPED
        return [Close()] if opened else []

    def on_ticket(self, ticket: str, *, more: Sequence[str], path: str) -> list[Action]:
        """A ticket opens the socket, or renews the claims of the one that is open."""
        if self.state is State.WELCOMED:
            return [_ticket_frame(each) for each in (ticket, *more)]
        if self.state is not State.ASKING:
            return []
        self.state = State.OPENING
        self._more = list(more)
        return [Open(path, ticket)]

    def on_ticket_refused(
        self, status: int | None, *, retry_after: float | None = None
    ) -> list[Action]:
        """``status`` is None where no answer came; 401 and 404 are final."""
        if status in (401, 404):
            return self._give_up(status)
        timer = Timer.RENEW if self.state is State.WELCOMED else Timer.RECONNECT
        if timer is Timer.RECONNECT:
            self.state = State.WAITING
        return [self._back_off(timer, at_least=retry_after)]

    def on_close(self, code: int, reason: str = "") -> list[Action]:
        """The socket is closed; 1006 stands for a refused or broken one too."""
        if self.state is State.STOPPED:
            return []
        self.state = State.WAITING
        if code == CloseCode.DONE or not may_come_back(code):
            return self._give_up(code)
        if code in OWN_BUGS:
            return [Wait(Timer.RECONNECT, AFTER_OWN_BUG, AFTER_OWN_BUG)]
        if code == CloseCode.RESTARTING and (seconds := _seconds(reason)) is not None:
            return [Wait(Timer.RECONNECT, seconds, seconds)]
        return [self._back_off(Timer.RECONNECT)]

    def on_timer(self, timer: Timer, uri: str = "") -> list[Action]:
        """A wait is over. One whose reason has gone does nothing."""
        if self.state is State.STOPPED:
            return []
        if timer is Timer.RECONNECT:
            return self.start() if self.state is State.WAITING else []
        if timer is Timer.RENEW:
            return [AskTicket(self.uri)] if self.state is State.WELCOMED else []
        if timer is Timer.SYNC:
            return self._sync()
        log = self.logs.get(uri)
        if log is None or not log.has_gap:
            if log is not None:
                log.catching_up = False
            return []
        return [self._fetch(uri)]

    # What the socket says

    def on_frame(self, frame: Event) -> list[Action]:
        """A text frame came; one of an unknown type is shown, and harms nothing."""
        if "seq" in frame:
            return self._take(frame["session"], [frame], known_only=False)
        actions: list[Action] = [Show(frame)]
        match frame["type"]:
            case "welcome":
                actions += self._on_welcome()
            case "resync":
                actions.append(Wait(Timer.SYNC, 0, frame["within"]))
            case "authorise":
                actions.append(Wait(Timer.RENEW, 0, frame["within"]))
            case UserType.SESSION_ADDED:
                actions += self._on_added(frame["data"]) + self._sync()
            case UserType.SESSION_REMOVED:
                actions += self._forget(frame["data"]["uri"])
                actions += self._sync() if self._syncing else []
        return actions

    def _on_welcome(self) -> list[Action]:
        self.state = State.WELCOMED
        tickets: list[Action] = [_ticket_frame(ticket) for ticket in self._more]
        self._more = []
        return tickets + self._sync()

    # What the calls answer

    def on_sync(self, answer: Mapping[str, Any]) -> list[Action]:
        """All that was missed. An answer overtaken by a change is asked for again."""
        self._syncing = False
        self._failures = 0
        actions: list[Action] = []
        for uri, part in answer["sessions"].items():
            actions += self._on_part(uri, part)
        if self._sync_again:
            return actions + self._sync()
        for uri in answer["removed"]:
            actions += self._forget(uri)
        for session in answer["added"]:
            actions += self._on_added(session)
        return actions

    def on_sync_failed(self, status: int | None) -> list[Action]:
        self._syncing = False
        if status == 401:
            return self._give_up(status)
        return [self._back_off(Timer.SYNC)]

    def on_events(self, uri: str, answer: Mapping[str, Any]) -> list[Action]:
        return self._on_part(uri, answer)

    def on_events_failed(
        self, uri: str, status: int | None, *, last_seq: int | None = None
    ) -> list[Action]:
        """410 carries the ``last_seq`` to go on from; 404 says one is out."""
        if status == 401:
            return self._give_up(status)
        if status == 404:
            return self._forget(uri)
        if status == 410 and last_seq is not None:
            return self._on_part(uri, {"reset": True, "last_seq": last_seq})
        return [self._back_off(Timer.GAP, uri=uri)]

    def _on_part(self, uri: str, part: Mapping[str, Any]) -> list[Action]:
        log = self.logs.get(uri)
        if log is None:
            return []
        if part.get("reset"):
            # What is held may belong to a history that was undone: asking again is safe.
            self.logs[uri] = SessionLog(part["last_seq"], catching_up=True)
            return [Reload(uri, part["last_seq"]), FetchEvents(uri, part["last_seq"])]
        log.catching_up = False
        actions = self._take(uri, part["events"])
        if part["has_more"] and not log.catching_up:
            actions.append(self._fetch(uri))
        return actions

    # The logs

    def _take(self, uri: str, events: Iterable[Event], *, known_only: bool = True) -> list[Action]:
        if uri not in self.logs and known_only:
            return []
        log = self.logs.setdefault(uri, SessionLog())
        actions: list[Action] = [Apply(event) for event in log.take(events)]
        if log.has_gap and not log.catching_up:
            log.catching_up = True
            actions.append(Wait(Timer.GAP, GAP_PATIENCE, GAP_PATIENCE, uri))
        return actions

    def _fetch(self, uri: str) -> FetchEvents:
        log = self.logs[uri]
        log.catching_up = True
        return FetchEvents(uri, log.applied or 0)

    def _on_added(self, session: Mapping[str, Any]) -> list[Action]:
        uri = session["uri"]
        if self.uri not in (None, uri):
            return []
        log = self.logs.setdefault(uri, SessionLog())
        if log.applied is not None:
            return []
        started: list[Action] = [Apply(event) for event in log.start(session["last_seq"])]
        return [Added(session), *started, *self._take(uri, [])]

    def _forget(self, uri: str) -> list[Action]:
        return [Removed(uri)] if self.logs.pop(uri, None) is not None else []

    def _sync(self) -> list[Action]:
        """One sync is under way at a time: the last to be asked for sees everything."""
        self._sync_again = self._syncing
        if self._syncing:
            return []
        self._syncing = True
        return [Sync({u: log.applied for u, log in self.logs.items() if log.applied is not None})]

    def _back_off(self, timer: Timer, *, uri: str = "", at_least: float | None = None) -> Wait:
        least, greatest = BACK_OFF
        ceiling = min(greatest, least * 2 ** min(self._failures, 10))
        self._failures += 1
        floor = at_least or 0.0
        return Wait(timer, floor, floor + ceiling, uri)

    def _give_up(self, code: int) -> list[Action]:
        opened = self.state is State.WELCOMED
        self.state = State.STOPPED
        return [Close(), Stop(code)] if opened else [Stop(code)]


def _ticket_frame(ticket: str) -> SendFrame:
    return SendFrame({"type": "ticket", "ticket": ticket})


def _seconds(reason: str) -> float | None:
    try:
        seconds = float(reason)
    except ValueError:
        return None
    return seconds if 0 <= seconds <= 3600 else None
