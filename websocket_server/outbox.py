"""What is on its way to one socket. The socket's only writer.

Sends at once and without blocking; only what the kernel does not take waits
here, in bounded space and for a bounded time. Runs in gevent's hub and in
greenlets alike: nothing in it switches.
"""

import socket
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from gevent import get_hub

from websocket_server.metrics import Meter

_WRITE = 2


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much may wait for one socket, and how long without a byte of progress (seconds)."""

    frames: int
    bytes: int
    stalled_after: float


@dataclass(slots=True)
class _Waiting:
    """A frame, or what is left of one; ``origin`` is the session that it is of, if any."""

    data: bytes
    tag: int
    origin: str


_NOTHING: deque[_Waiting] = deque(maxlen=0)
"""What waits for most sockets; a deque of their own would be 700 bytes."""


class Outbox:
    """A bounded queue in front of the non-blocking socket ``sock``.

    ``on_done(tag)`` is told once, when the last byte of a frame with a tag went to
    the kernel or the frame was dropped; ``on_stuck()`` that one was dropped for want
    of room, or that the peer took nothing for too long; ``on_broken()`` that it is gone.
    """

    __slots__ = (
        "_bounds",
        "_bytes",
        "_has_begun",
        "_meter",
        "_on_broken",
        "_on_done",
        "_on_stuck",
        "_patience",
        "_sock",
        "_waiting",
        "_watcher",
    )

    def __init__(
        self,
        sock: socket.socket,
        *,
        bounds: Bounds,
        meter: Meter,
        on_done: Callable[[int], None],
        on_stuck: Callable[[], None],
        on_broken: Callable[[], None],
    ) -> None:
        self._sock = sock
        self._bounds = bounds
        self._meter = meter
        self._on_done = on_done
        self._on_stuck = on_stuck
        self._on_broken = on_broken
        self._waiting = _NOTHING
        self._bytes = 0
        self._has_begun = False
        """A part of the first frame that waits is out already."""
        self._watcher = get_hub().loop.io(sock.fileno(), _WRITE)
        self._patience: Any = None  # most sockets never need one

    def __len__(self) -> int:
        return len(self._waiting)

    def send(self, frame: bytes, tag: int = 0, origin: str = "") -> None:
        """Send ``frame``, now or when the peer takes it; ``tag`` 0 is told to nobody."""
        if self._waiting:
            self._keep(frame, tag, origin)
            return
        sent = self._write(frame)
        if 0 <= sent < len(frame):
            self._keep(frame[sent:], tag, origin, begun=sent > 0)
        elif tag:
            self._on_done(tag)

    def send_together(self, frames: Sequence[bytes], joined: bytes, origin: str = "") -> None:
        """Send ``frames`` of one session in one call; ``joined`` is all of them, for everybody."""
        if self._waiting:
            sent = 0
        else:
            sent = self._write(joined)
            if sent == len(joined) or sent < 0:
                return
        for frame in frames:
            if sent >= len(frame):
                sent -= len(frame)
                continue
            if not self._keep(frame[sent:], 0, origin, begun=sent > 0):
                return
            sent = 0

    def send_last(self, frame: bytes) -> None:
        """Send ``frame`` past every limit, and forget all that waits before it.

        Except the rest of one whose beginning is out: half a frame would make a
        Close frame behind it part of a message.
        """
        rest = self._waiting[0].data if self._has_begun else b""
        self._drop()
        if not rest:
            self.send(frame)
            return
        self._add(_Waiting(rest, 0, ""), _Waiting(frame, 0, ""))
        self._bytes = len(rest) + len(frame)
        self._has_begun = True
        self._watch()

    def forget(self, origin: str) -> None:
        """Drop what waits of the session ``origin``; but not the rest of a frame."""
        self._filter(lambda each: each.origin != origin)

    def forget_sessions(self) -> None:
        """Drop what waits of all sessions; and whoever gave tags knows them no more."""
        for each in self._waiting:
            each.tag = 0
        self._filter(lambda each: not each.origin)

    def _filter(self, is_kept: Callable[[_Waiting], bool]) -> None:
        waiting, self._waiting = self._waiting, _NOTHING
        for number, each in enumerate(waiting):
            if is_kept(each) or (number == 0 and self._has_begun):
                self._add(each)
                continue
            self._bytes -= len(each.data)
            if each.tag:
                self._on_done(each.tag)

    def close(self) -> None:
        """Stop watching the socket; call it before the descriptor is closed."""
        self._drop()
        self._watcher.stop()
        self._watcher.close()
        if self._patience is not None:
            self._patience.stop()
            self._patience.close()

    def _keep(self, data: bytes, tag: int, origin: str, *, begun: bool = False) -> bool:
        bounds = self._bounds
        full = len(self._waiting) >= bounds.frames or self._bytes + len(data) > bounds.bytes
        if full and not begun:  # the rest of a frame that has begun always finds room
            if tag:
                self._on_done(tag)
            self._on_stuck()
            return False
        self._add(_Waiting(data, tag, origin))
        self._bytes += len(data)
        self._meter.wait(self._bytes)
        self._has_begun = self._has_begun or begun
        self._watch()
        return True

    def _add(self, *waiting: _Waiting) -> None:
        if self._waiting is _NOTHING:
            self._waiting = deque()
        self._waiting.extend(waiting)

    def _watch(self) -> None:
        if self._watcher.active:
            return
        self._watcher.start(self._flush)
        if self._patience is None:
            self._patience = get_hub().loop.timer(0.0, self._bounds.stalled_after)
        self._patience.again(self._on_stuck)

    def _flush(self) -> None:
        progress = False
        while self._waiting:
            first = self._waiting[0]
            sent = self._write(first.data)
            if sent < 0:
                break
            progress = progress or sent > 0
            self._bytes -= sent
            if sent < len(first.data):
                self._has_begun = self._has_begun or sent > 0
                first.data = first.data[sent:]
                if progress and self._patience is not None:
                    self._patience.again(self._on_stuck)
                return
            self._waiting.popleft()
            self._has_begun = False
            if first.tag:
                self._on_done(first.tag)
        self._waiting = _NOTHING
        self._watcher.stop()
        if self._patience is not None:
            self._patience.stop()

    def _write(self, data: bytes) -> int:
        """Return how many bytes the kernel took; -1 where the peer is gone."""
        try:
            return self._sock.send(data)
        except BlockingIOError:
            return 0
        except OSError:
            self._drop()
            self._on_broken()
            return -1

    def _drop(self) -> None:
        waiting, self._waiting, self._bytes = self._waiting, _NOTHING, 0
        self._has_begun = False
        for each in waiting:
            if each.tag:
                self._on_done(each.tag)
