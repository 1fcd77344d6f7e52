"""One client: its socket, its connection core and its outbox, joined.

Everything here runs as a callback of gevent's hub and never blocks; the
greenlet that owns the socket only waits in :meth:`Client.run`.
"""

import contextlib
import logging
import math
import socket
import time
import uuid
from collections.abc import Callable

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
    Send,
    error_frame,
    json_frame,
)
from websocket_server.handshake import Admission
from websocket_server.outbox import Outbox

logger = logging.getLogger(__name__)

_READ = 1
_RECEIVE = 64 * 1024


class Client:
    """A socket that has shaken hands.

    ``on_ticket(client, ticket)`` is called for a ticket frame, ``on_leave(client)``
    once, when nothing may be relayed any more, ``on_done(tag)`` for each
    relayed event whose last byte went to the kernel, or that is of no use any more.
    """

    __slots__ = (
        "_armed",
        "_doom",
        "_finished",
        "_on_done",
        "_on_leave",
        "_on_ticket",
        "_ready",
        "_relaying",
        "_sock",
        "_timer",
        "_watcher",
        "admission",
        "connection",
        "has_left",
        "id",
        "joined",
        "outbox",
        "queue",
        "wanted",
    )

    def __init__(
        self,
        sock: socket.socket,
        admission: Admission,
        *,
        pulse: Pulse,
        outbox_frames: int,
        outbox_bytes: int,
        on_ticket: Callable[["Client", str], None],
        on_leave: Callable[["Client"], None],
        on_done: Callable[[int], None],
    ) -> None:
        self.id = uuid.uuid4().hex
        self.admission = admission
        self.queue = ""
        """The name of this client's own queue, where the queue scope gives it one."""
        self.wanted = set(admission.sessions)
        """The sessions that it may hear of; those of `connection.sessions` are bound too."""
        self.joined: dict[str, float] = {}
        """When (epoch) the memberships began of which it heard while it was here."""
        self.connection = Connection(pulse=pulse, now=time.monotonic())
        self.outbox = Outbox(
            sock,
            max_frames=outbox_frames,
            max_bytes=outbox_bytes,
            on_done=on_done,
            on_overflow=self._overflowed,
            on_broken=self._broke,
        )
        self._sock = sock
        self._on_ticket = on_ticket
        self._on_leave = on_leave
        self._on_done = on_done
        self._ready: AsyncResult[bool] = AsyncResult()
        self._doom: tuple[CloseCode, str] | None = None
        self.has_left = False
        """Nothing is relayed any more: it is closing, or gone."""
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

    def relay(self, frame: bytes, tag: int = 0) -> None:
        """Send an encoded frame, after the welcome and before the Close. The hot path."""
        if self._relaying:
            self.outbox.send(frame, tag)
        elif tag:
            self._on_done(tag)

    def send_event(self, body: bytes) -> None:
        """Send the JSON of an event that is nobody's but this client's."""
        self.relay(codec.text_frame(body))

    def welcome(self, *, heartbeat: float) -> None:
        """Say which sessions are bound: what is committed from here on arrives."""
        self._relaying = not self.has_left
        message = {
            "type": "welcome",
            "connection": self.id,
            "user": self.admission.claims.user,
            "sessions": sorted(self.connection.sessions),
            "heartbeat": heartbeat,
        }
        self.relay(json_frame(message).frame)

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
            self._perform(self.connection.close(code, reason, now=time.monotonic()))
            self._arm()

    def _perform(self, actions: list[Action]) -> None:
        for action in actions:
            match action:
                case Send() | Present() if self.has_left:
                    pass  # one of the actions before has ended it: nothing follows a Close
                case Send(frame):
                    self.outbox.send(frame)
                case Close(code, frame):
                    self._leave()
                    self.outbox.send_last(frame)
                    logger.info("closed connection=%s code=%s", self.id, code)
                case Present(ticket):
                    self._on_ticket(self, ticket)
                case HalfClose():
                    self._half_close()
                case Finish():
                    self._leave()
                    self._shut(socket.SHUT_RDWR)
                    self._finished.set()

    def _half_close(self) -> None:
        if not self.outbox:  # else the Close itself would never go out
            self._shut(socket.SHUT_WR)

    def _leave(self) -> None:
        if not self.has_left:
            self.has_left = True
            self._relaying = False
            self._on_leave(self)

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
        self._perform(self.connection.wake(time.monotonic()))
        self._arm()

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

    def _overflowed(self) -> None:
        self.close(CloseCode.SLOW_CONSUMER, "too slow")

    def _broke(self) -> None:
        self._perform(self.connection.receive(b"", time.monotonic()))
