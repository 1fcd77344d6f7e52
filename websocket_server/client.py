"""One client: its socket, its connection core and its outbox, joined.

Everything here runs as a callback of gevent's hub and never blocks; the
greenlet that owns the socket only waits in :meth:`Client.run`.
"""

import contextlib
import math
import socket
import time
import uuid
from collections.abc import Callable, Sequence
from typing import Protocol

from gevent import get_hub
from gevent.event import AsyncResult, Event

from chatire.protocol.close_codes import CloseCode
from websocket_server import codec
from websocket_server.connection import (
    Action,
    Close,
    Connection,
    Finish,
    HalfClose,
    Present,
    Pulse,
    Resync,
    Send,
    Settle,
    Typing,
    error_frame,
    json_frame,
    resync_frame,
)
from websocket_server.handshake import Admission
from websocket_server.metrics import NO_CLOSE, NO_CODE, Meter
from websocket_server.outbox import Bounds, Outbox
from websocket_server.renewal import Schedule

_READ = 1
_RECEIVE = 64 * 1024


class Owner(Protocol):
    """Who is told what a client does."""

    def on_ticket(self, client: "Client", ticket: str) -> None:
        """It shows a fresh ticket."""

    def on_typing(self, client: "Client", uri: str) -> None:
        """Its user types in a session of its own."""

    def on_settle(self, client: "Client", settle: Settle) -> None:
        """Its time for fresh tickets is over."""

    def on_leave(self, client: "Client") -> None:
        """Nothing may be relayed to it any more; told once."""

    def on_resync(self) -> None:
        """It is told that it may have missed something."""

    def on_done(self, tag: int) -> None:
        """A relayed event's last byte went to the kernel, or it is of no use any more."""


class Client:
    """A socket that has shaken hands."""

    __slots__ = (
        "_armed",
        "_doom",
        "_finished",
        "_owner",
        "_ready",
        "_relaying",
        "_sock",
        "_timer",
        "_watcher",
        "admission",
        "close_code",
        "close_reason",
        "connection",
        "has_left",
        "id",
        "is_unproven",
        "joined",
        "outbox",
        "quiet",
        "seen_in",
        "wanted",
    )

    def __init__(
        self,
        sock: socket.socket,
        admission: Admission,
        *,
        pulse: Pulse,
        renewal: Schedule,
        bounds: Bounds,
        meter: Meter,
        owner: Owner,
    ) -> None:
        self.id = uuid.uuid4().hex
        self.admission = admission
        self.wanted = set(admission.sessions)
        """The sessions that it may hear of; those of `connection.sessions` are bound too."""
        self.is_unproven = False
        """The broker was lost since it last showed a ticket: nothing is bound on old claims."""
        self.joined: dict[str, float] = {}
        """When (epoch) the memberships began of which it heard while it was here."""
        self.quiet = admission.claims.quiet
        """The sessions with too many members to tell who is online or typing."""
        self.seen_in: frozenset[str] = frozenset()
        """Where others see its user by it."""
        self.connection = Connection(pulse=pulse, renewal=renewal, now=time.monotonic())
        self.outbox = Outbox(
            sock,
            bounds=bounds,
            meter=meter,
            on_done=owner.on_done,
            on_stuck=self._stuck,
            on_broken=self._broke,
        )
        self._sock = sock
        self._owner = owner
        self._ready: AsyncResult[bool] = AsyncResult()
        self._doom: tuple[CloseCode, str] | None = None
        self.has_left = False
        """Nothing is relayed any more: it is closing, or gone."""
        self.close_code = NO_CLOSE
        """By which it ends."""
        self.close_reason = ""
        """Why, where it was we who ended it."""
        self._relaying = False
        self._finished = Event()
        loop = get_hub().loop
        self._watcher = loop.io(sock.fileno(), _READ)
        self._timer = loop.timer(1.0)
        self._armed = math.inf

    @property
    def user_id(self) -> int:
        """The id of the user whose ticket opened this socket."""
        return self.admission.claims.user_id

    def run(self, welcome: Callable[[], None], *, within: float) -> None:
        """Block until the socket has ended; call ``welcome`` first, once the client is ready.

        A client that is not ``within`` so many seconds is closed 4004.
        """
        try:
            if not self._ready.wait(within):
                self.close(CloseCode.NOT_RENEWED, "no binding in time")
            if self._doom is None:
                welcome()
            else:
                self._perform(self.connection.close(*self._doom, now=time.monotonic()))
            self._arm()
            self._watcher.start(self._readable)
            self._finished.wait()
        finally:
            self._leave()
            for watcher in (self._watcher, self._timer):
                watcher.stop()
                watcher.close()
            self.outbox.close()

    def ready(self) -> None:
        """Every binding is confirmed: let :meth:`run` go on."""
        self._ready.set(True)

    def may_hear(self, uri: str) -> bool:
        """Tell whether this socket is for the session ``uri`` too."""
        return self.admission.only in (None, uri)

    def hears_of_people(self, uri: str) -> bool:
        """Tell whether it is told who is online or typing in a session."""
        return uri in self.connection.sessions and uri not in self.quiet

    @property
    def is_invisible(self) -> bool:
        """Tell whether its user does not want to be seen."""
        return self.admission.claims.invisible

    @property
    def is_welcomed(self) -> bool:
        """Tell whether it has its welcome and is still here."""
        return self._relaying

    def relay(self, frame: bytes, tag: int = 0, origin: str = "") -> None:
        """Send an encoded frame, after the welcome and before the Close. A hot path."""
        if self._relaying:
            self.outbox.send(frame, tag, origin)
        elif tag:
            self._owner.on_done(tag)

    def relay_together(self, frames: Sequence[bytes], joined: bytes, origin: str) -> None:
        """Send the frames of one session at once; ``joined`` is all of them. A hot path."""
        if self._relaying:
            self.outbox.send_together(frames, joined, origin)

    def send_event(self, body: bytes) -> None:
        """Send the JSON of an event that is nobody's but this client's."""
        self.relay(codec.text_frame(body))

    def welcome(self, *, heartbeat: float, behind: Sequence[bytes] = ()) -> None:
        """Say which sessions are bound: what is committed from here on arrives.

        The frames ``behind`` go out with it.
        """
        self._relaying = not self.has_left
        message = {
            "type": "welcome",
            "connection": self.id,
            "user": self.admission.claims.user,
            "sessions": sorted(self.connection.sessions),
            "heartbeat": heartbeat,
        }
        frames = [json_frame(message).frame, *behind]
        self.relay_together(frames, b"".join(frames), "")

    def authorise(self, *, within: float) -> None:
        """Ask for a fresh ticket within so many seconds; without one: 4004."""
        self._do(self.connection.authorise(within, time.monotonic()))

    def lose(self, uri: str, *, within: float) -> None:
        """Say, at most once a second, that events of a session were lost."""
        if self._relaying:  # else the sync behind its welcome will tell it
            self._do(self.connection.lose(uri, within, time.monotonic()))

    def resync(self, *, within: float) -> None:
        """Say that events of any session may have been lost."""
        if self._relaying:
            self._do([resync_frame(within)])

    def lose_claims(self) -> None:
        """Forget what the ticket opened, and whatever of it still waits."""
        self.is_unproven = True
        self.connection.excuse()
        self.outbox.forget_sessions()

    def refuse(self, code: str, detail: str) -> None:
        """Answer a frame with an error frame."""
        self.relay(error_frame(code, detail).frame)

    def close(self, code: CloseCode, reason: str = "") -> None:
        """Close with ``code``; before the client is ready, instead of its welcome."""
        if not self._ready.ready():
            self._doom = self._doom or (code, reason)
            self._ready.set(False)
            return
        if self._doom is None:
            self._do(self.connection.close(code, reason, now=time.monotonic()))

    def _do(self, actions: list[Action]) -> None:
        self._perform(actions)
        self._arm()

    def _perform(self, actions: list[Action]) -> None:
        for action in actions:
            match action:
                case Send() | Present() | Settle() | Typing() if self.has_left:
                    pass  # one of the actions before has ended it: nothing follows a Close
                case Present() | Settle() | Typing():
                    self._tell(action)
                case Send():
                    self._send(action)
                case Close(code, frame, reason):
                    self.close_code = code or NO_CODE
                    self.close_reason = reason
                    self._leave()
                    self.outbox.send_last(frame)
                case HalfClose():
                    self._half_close()
                case Finish():
                    # Not when the greenlet gets to it: of ten thousand who go at once each would
                    # be readable again, and again, before the hub has woken the last one.
                    self._watcher.stop()
                    self._leave()
                    self._shut(socket.SHUT_RDWR)
                    self._finished.set()

    def _send(self, action: Send) -> None:
        self.outbox.send(action.frame)
        if isinstance(action, Resync):
            self._owner.on_resync()

    def _tell(self, action: Present | Settle | Typing) -> None:
        match action:
            case Present(ticket):
                self._owner.on_ticket(self, ticket)
            case Settle():
                self._owner.on_settle(self, action)
            case Typing(session):
                self._owner.on_typing(self, session)

    def _half_close(self) -> None:
        if not self.outbox:  # else the Close itself would never go out
            self._shut(socket.SHUT_WR)

    def _leave(self) -> None:
        if not self.has_left:
            self.has_left = True
            self._relaying = False
            self._owner.on_leave(self)

    def _shut(self, how: int) -> None:
        # The peer may be gone already; there is nobody left to tell.
        with contextlib.suppress(OSError):
            self._sock.shutdown(how)

    def _readable(self) -> None:
        try:
            data = self._sock.recv(_RECEIVE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        done = False
        try:
            self._perform(self.connection.receive(data, time.monotonic()))
            done = True
        finally:
            if not done:  # a fault of ours: the hub prints it, this client alone pays for it
                self.close(CloseCode.INTERNAL_ERROR)
        self._arm()

    def _timed(self) -> None:
        self._armed = math.inf
        self._do(self.connection.wake(time.monotonic()))

    def _arm(self) -> None:
        """Be called at the connection's deadline, or earlier: then this is asked again."""
        deadline = self.connection.deadline
        if deadline >= self._armed:
            return
        self._armed = deadline
        self._timer.stop()
        self._timer.close()
        self._timer = get_hub().loop.timer(max(0.001, deadline - time.monotonic()))
        self._timer.start(self._timed)

    def _stuck(self) -> None:
        self.close(CloseCode.SLOW_CONSUMER, "too slow")

    def _broke(self) -> None:
        self._perform(self.connection.receive(b"", time.monotonic()))
