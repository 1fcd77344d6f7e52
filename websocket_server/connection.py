"""One browser socket, decided: bytes and moments in, actions out.

Knows neither a socket nor a clock: times are arguments, in seconds of any
clock that only moves forward. Events are not relayed through here (that path
must stay thin); this owns what a client says, its heartbeat and its end.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from chatire.protocol.close_codes import CloseCode
from chatire.protocol.events import decode, encode
from websocket_server import codec
from websocket_server.allowance import Allowance
from websocket_server.errors import ProtocolError
from websocket_server.losses import Losses
from websocket_server.renewal import Due, Renewal, Schedule

FRAMES_PER_SECOND = 20.0
FRAMES_AT_ONCE = 100

TYPING_EVERY = 3.0
"""Seconds for which one `typing` frame counts; more of them say nothing new."""

_NONE: frozenset[str] = frozenset()

SILENCE_AFTER_CLOSE = 2.0
DISCARD_AFTER_CLOSE = 8.0
"""Closing at once would make TCP reset the connection and lose the close code
(RFC 6455, 7.1.1): what still comes is read and thrown away for so long."""


@dataclass(frozen=True, slots=True)
class Send:
    """Write ``frame`` to the socket."""

    frame: bytes


@dataclass(frozen=True, slots=True)
class Resync(Send):
    """Write ``frame``, which tells the client to sync."""


@dataclass(frozen=True, slots=True)
class Close:
    """Write ``frame``, a Close with ``code``; nothing may be relayed any more.

    ``reason`` is ours; what a peer gives as its own is nobody's.
    """

    code: int | None
    frame: bytes
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Present:
    """The client shows a fresh ``ticket``."""

    ticket: str


@dataclass(frozen=True, slots=True)
class Typing:
    """Its user types in ``session``, one of its own."""

    session: str


@dataclass(frozen=True, slots=True)
class Settle:
    """The time for fresh tickets is over: what is not among ``shown`` is no longer the client's.

    Unless it is in doubt: one of them was refused, and what it named is not known.
    """

    shown: frozenset[str]
    in_doubt: bool = False


@dataclass(frozen=True, slots=True)
class HalfClose:
    """Both Close frames are out: tell the peer that nothing follows."""


@dataclass(frozen=True, slots=True)
class Finish:
    """Shut the socket down."""


Action = Send | Close | Present | Typing | Settle | HalfClose | Finish


class _State(Enum):
    OPEN = auto()
    CLOSING = auto()
    FINISHED = auto()


@dataclass(frozen=True, slots=True)
class Pulse:
    """The heartbeat: a ping ``every`` so many seconds, its pong within ``wait``.

    ``phase`` delays nothing but spreads the first pings of many connections.
    """

    every: float
    wait: float
    phase: float = 1.0


class Connection:
    """A connection from its welcome to its end.

    Its ``deadline`` may move after every call. ``sessions`` are those whose bindings
    are confirmed.
    """

    __slots__ = (
        "_allowance",
        "_beat_at",
        "_broken",
        "_codec",
        "_discard_until",
        "_finish_at",
        "_in_doubt",
        "_losses",
        "_pong_by",
        "_pulse",
        "_renewal",
        "_resync_within",
        "_shown",
        "_state",
        "_types_until",
        "sessions",
    )

    def __init__(self, *, pulse: Pulse, renewal: Schedule, now: float) -> None:
        self.sessions: set[str] = set()
        self._pulse = pulse
        self._state = _State.OPEN
        self._codec = codec.Codec()
        self._allowance = Allowance(rate=FRAMES_PER_SECOND, burst=FRAMES_AT_ONCE, now=now)
        self._renewal = Renewal(renewal, now=now)
        self._shown: frozenset[str] = _NONE
        self._in_doubt = False
        self._types_until: dict[str, float] = {}
        self._losses = Losses()
        self._resync_within = 0.0
        self._pong_by: float | None = None
        self._beat_at = now + pulse.every * pulse.phase
        self._discard_until = self._finish_at = math.inf
        self._broken = False

    @property
    def deadline(self) -> float:
        """The moment at which :meth:`wake` wants to be called."""
        if self._state is not _State.OPEN:
            return self._finish_at
        return min(self._beat_at, self._renewal.deadline, self._losses.deadline)

    @property
    def is_open(self) -> bool:
        """Tell whether frames may still be sent."""
        return self._state is _State.OPEN

    def receive(self, data: bytes, now: float) -> list[Action]:
        """Return what ``data`` from the peer asks for; no data is the end of file."""
        if not data:
            return self._finish()
        if self._state is _State.CLOSING:
            self._finish_at = min(now + SILENCE_AFTER_CLOSE, self._discard_until)
        actions: list[Action] = []
        if self._state is _State.FINISHED or self._broken:
            return actions
        try:
            for incoming in self._codec.receive(data):
                actions += self._on(incoming, now)
                if self._broken:
                    break
        except ProtocolError as violation:
            self._broken = True
            actions += self.close(violation.code, violation.reason, now=now)
        return actions

    def wake(self, now: float) -> list[Action]:
        """Return what has become due at ``now``."""
        if now < self.deadline or self._state is _State.FINISHED:
            return []
        if self._state is _State.CLOSING:
            return self._finish()
        return [*self._beat(now), *self._renew(now), *self._resync(now)]

    def authorise(self, within: float, now: float) -> list[Action]:
        """Return how to ask for a fresh ticket within so many seconds; without one: 4004."""
        if self._state is not _State.OPEN:
            return []
        self._renewal.ask(within, now)
        self._shown = _NONE
        self._in_doubt = False
        return [json_frame({"type": "authorise", "within": _seconds(within)})]

    def excuse(self) -> None:
        """Forget what was bound; no ticket can be shown until one is asked for again."""
        self.sessions.clear()
        self._renewal.excuse()

    def renewed(self, sessions: Iterable[str]) -> None:
        """A fresh ticket was taken that names ``sessions``."""
        self._shown = self._shown.union(sessions)
        self._renewal.show()

    def refused(self) -> None:
        """A ticket was shown that opens nothing."""
        self._in_doubt = True

    def lose(self, uri: str, within: float, now: float) -> list[Action]:
        """An event was lost; return how to say so, now or, after the last time, a second on."""
        self._losses.add(uri, now)
        self._resync_within = within
        return self._resync(now)

    def _beat(self, now: float) -> list[Action]:
        if now < self._beat_at:
            return []
        if self._pong_by is not None:
            return self.close(CloseCode.NO_PONG, "no pong", now=now)
        self._pong_by = self._beat_at = now + self._pulse.wait
        return [Send(codec.ping_frame())]

    def _renew(self, now: float) -> list[Action]:
        match self._renewal.wake(now):
            case Due.ASK:
                return self.authorise(self._renewal.within, now)
            case Due.EXPIRED:
                return self.close(CloseCode.NOT_RENEWED, "claims not renewed", now=now)
            case Due.SETTLED:
                return [Settle(self._shown, self._in_doubt)]
        return []

    def _resync(self, now: float) -> list[Action]:
        sessions = self._losses.take(now) if self._state is _State.OPEN else []
        return [resync_frame(self._resync_within, sessions)] if sessions else []

    def close(self, code: CloseCode, reason: str = "", *, now: float) -> list[Action]:
        """Return how to close with ``code``; nothing where a Close is out already."""
        return self._close(int(code), reason, now=now)

    def _close(self, code: int | None, reason: str, *, now: float) -> list[Action]:
        if self._state is not _State.OPEN:
            return []
        self._state = _State.CLOSING
        self._discard_until = now + DISCARD_AFTER_CLOSE
        self._finish_at = now + SILENCE_AFTER_CLOSE
        return [Close(code, codec.close_frame(code, reason), reason)]

    def _finish(self) -> list[Action]:
        if self._state is _State.FINISHED:
            return []
        self._state = _State.FINISHED
        self._finish_at = math.inf
        return [Finish()]

    def _on(self, incoming: codec.Incoming, now: float) -> Iterator[Action]:
        if isinstance(incoming, codec.PeerClosed):
            self._broken = True  # RFC 6455, 5.5.1: nothing follows a Close
            yield from self._close(incoming.code, "", now=now)
            yield HalfClose()
        elif isinstance(incoming, codec.Head):
            # After our Close too: its peer may not keep this process busy until it is heard.
            if not self._allowance.take(now):
                yield from self._abandon(CloseCode.TOO_MANY_FRAMES, "too many frames", now)
        elif self._state is not _State.OPEN:
            return
        elif isinstance(incoming, codec.Ping):
            yield Send(codec.pong_frame(incoming.payload))
        elif isinstance(incoming, codec.Pong):
            self._pong_by, self._beat_at = None, now + self._pulse.every
        elif isinstance(incoming, codec.Binary):
            yield from self._abandon(CloseCode.UNSUPPORTED_DATA, "text frames only", now)
        else:
            yield from self._on_text(incoming.text, now)

    def _abandon(self, code: CloseCode, reason: str, now: float) -> Iterator[Action]:
        self._broken = True
        yield from self.close(code, reason, now=now)

    def _on_text(self, text: str, now: float) -> list[Action]:
        try:
            return self._on_frame(decode(text), now)
        except (ValueError, RecursionError):
            # RecursionError: 64 KB of opening brackets. ValueError: also what JSON
            # can carry in but not out, a lone surrogate in a ping's id.
            return [error_frame("malformed", "a frame is a JSON object of a known type")]

    def _on_frame(self, frame: dict[str, Any], now: float) -> list[Action]:
        match frame:
            case {"type": "ping"}:
                return [_pong(frame.get("id"))]
            case {"type": "ticket", "ticket": str(ticket)}:
                return [Present(ticket)]
            case {"type": "typing", "session": str(session)}:
                return self._on_typing(session, now)
            case {"type": "ticket" | "typing"}:
                return [error_frame("malformed", "a field is missing or of another type")]
        return [error_frame("unknown_type", "no such type of frame")]

    def _on_typing(self, session: str, now: float) -> list[Action]:
        if session not in self.sessions:
            return [error_frame("not_yours", "this socket has no such session")]
        if now < self._types_until.get(session, -math.inf):
            return []  # said already
        self._types_until[session] = now + TYPING_EVERY
        return [Typing(session)]


def _pong(identity: object) -> Send:
    if identity is None or isinstance(identity, str | int | float):
        return json_frame({"type": "pong", "id": identity})
    return error_frame("malformed", "the id of a ping is a string or a number")


def error_frame(code: str, detail: str) -> Send:
    """Return the answer to a client frame that was refused; the socket stays open."""
    return json_frame({"type": "error", "code": code, "detail": detail})


def resync_frame(within: float, sessions: Sequence[str] = ()) -> Resync:
    """Return what tells a client to sync ``sessions``, or all it has, within so many seconds."""
    named = {"sessions": list(sessions)} if sessions else {}
    return Resync(json_frame({"type": "resync", "within": _seconds(within)} | named).frame)


def _seconds(value: float) -> float:
    return round(value, 2)


def json_frame(message: dict[str, Any]) -> Send:
    """Return ``message`` as a text frame; ValueError where it cannot be JSON."""
    return Send(codec.text_frame(encode(message)))
