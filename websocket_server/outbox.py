"""What is on its way to one socket. The socket's only writer.

Sends at once and without blocking; only what the kernel does not take waits
here, in bounded space. Runs in gevent's hub and in greenlets alike: nothing
in it switches.
"""

import socket
from collections import deque
from collections.abc import Callable

from gevent import get_hub

_WRITE = 2


class Outbox:
    """A bounded queue in front of the non-blocking socket ``sock``.

    ``on_done(tag)`` is told once, when the last byte of a frame with a tag went to
    the kernel or the frame was dropped; ``on_overflow()`` that one was dropped for
    want of room; ``on_broken()`` that the peer is gone.
    """

    __slots__ = (
        "_bytes",
        "_frames",
        "_max_bytes",
        "_max_frames",
        "_on_broken",
        "_on_done",
        "_on_overflow",
        "_sock",
        "_watcher",
        "_watching",
    )

    def __init__(
        self,
        sock: socket.socket,
        *,
        max_frames: int,
        max_bytes: int,
        on_done: Callable[[int], None],
        on_overflow: Callable[[], None],
        on_broken: Callable[[], None],
    ) -> None:
        self._sock = sock
        self._frames: deque[tuple[bytes, int]] = deque()
        self._bytes = 0
        self._max_frames = max_frames
        self._max_bytes = max_bytes
        self._on_done = on_done
        self._on_overflow = on_overflow
        self._on_broken = on_broken
        self._watcher = get_hub().loop.io(sock.fileno(), _WRITE)
        self._watching = False

    def __len__(self) -> int:
        return len(self._frames)

    def send(self, frame: bytes, tag: int = 0) -> None:
        """Send ``frame``, now or when the peer takes it; ``tag`` 0 is told to nobody."""
        if self._frames:
            self._keep(frame, tag)
            return
        sent = self._write(frame)
        if sent == len(frame):
            if tag:
                self._on_done(tag)
        elif sent >= 0:
            self._keep(frame[sent:], tag)
        elif tag:
            self._on_done(tag)

    def send_last(self, frame: bytes) -> None:
        """Send ``frame`` past every limit, and forget all that waits before it.

        Except the first that waits: its beginning may be out already, and half
        a frame would make a Close frame behind it part of a message.
        """
        rest = self._frames[0][0] if self._frames else b""
        self._drop()
        if not rest:
            self.send(frame)
            return
        self._frames.extend([(rest, 0), (frame, 0)])
        self._bytes = len(rest) + len(frame)
        self._watch()

    def close(self) -> None:
        """Stop watching the socket; call it before the descriptor is closed."""
        self._drop()
        self._watcher.stop()
        self._watcher.close()

    def _keep(self, frame: bytes, tag: int) -> None:
        if len(self._frames) >= self._max_frames or self._bytes + len(frame) > self._max_bytes:
            if tag:
                self._on_done(tag)
            self._on_overflow()
            return
        self._frames.append((frame, tag))
        self._bytes += len(frame)
        self._watch()

    def _watch(self) -> None:
        if not self._watching:
            self._watching = True
            self._watcher.start(self._flush)

    def _flush(self) -> None:
        while self._frames:
            frame, tag = self._frames[0]
            sent = self._write(frame)
            if sent < 0:
                break
            self._bytes -= sent
            if sent < len(frame):
                self._frames[0] = (frame[sent:], tag)
                return
            self._frames.popleft()
            if tag:
                self._on_done(tag)
        self._watching = False
        self._watcher.stop()

    def _write(self, frame: bytes) -> int:
        """Return how many bytes the kernel took; -1 where the peer is gone."""
        try:
            return self._sock.send(frame)
        except BlockingIOError:
            return 0
        except OSError:
            self._drop()
            self._on_broken()
            return -1

    def _drop(self) -> None:
        frames, self._frames, self._bytes = self._frames, deque(), 0
        for _, tag in frames:
            if tag:
                self._on_done(tag)
