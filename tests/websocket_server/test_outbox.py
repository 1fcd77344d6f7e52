"""The only writer of a socket: at once, or later, or never, and each tag is told once."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field

import gevent
import pytest

from websocket_server.outbox import Outbox


@dataclass
class Peer:
    """The other end, and what the outbox said of it."""

    near: socket.socket
    far: socket.socket
    done: list[int] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def outbox(self, *, max_frames: int = 100, max_bytes: int = 10**7) -> Outbox:
        """Return an outbox that writes to this peer."""
        return Outbox(
            self.near,
            max_frames=max_frames,
            max_bytes=max_bytes,
            on_done=self.done.append,
            on_overflow=lambda: self.said.append("overflow"),
            on_broken=lambda: self.said.append("broken"),
        )

    def read_until(self, outbox: Outbox) -> bytes:
        """Read, and let the outbox write, until nothing waits."""
        data = self.read()
        while outbox:
            gevent.sleep(0)
            data += self.read()
        return data + self.read()

    def read(self) -> bytes:
        """Return what is there."""
        data = b""
        try:
            while part := self.far.recv(1_000_000):
                data += part
        except BlockingIOError:
            pass
        return data


@pytest.fixture
def peer() -> Iterator[Peer]:
    """Return a pair of sockets that do not block."""
    near, far = socket.socketpair()
    with near, far:
        near.settimeout(0)
        far.settimeout(0)
        near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8_192)
        yield Peer(near, far)


BIG = b"x" * 1_000_000


def test_a_frame_goes_out_at_once(peer: Peer) -> None:
    """Without a turn of the loop, and its tag is told."""
    outbox = peer.outbox()
    outbox.send(b"hello", 7)
    assert (peer.read(), peer.done, len(outbox)) == (b"hello", [7], 0)
    outbox.close()


def test_what_the_peer_does_not_take_waits_in_order(peer: Peer) -> None:
    """And is told only when its last byte is out."""
    outbox = peer.outbox()
    for tag in (1, 2, 3):
        outbox.send(BIG + bytes([tag]), tag)
    assert (peer.done, len(outbox)) == ([], 3)
    data = peer.read_until(outbox)
    assert data == b"".join(BIG + bytes([tag]) for tag in (1, 2, 3))
    assert peer.done == [1, 2, 3]
    outbox.close()


@pytest.mark.parametrize("limits", [{"max_frames": 2}, {"max_bytes": 2_000_000}])
def test_what_has_no_room_is_dropped_and_said(peer: Peer, limits: dict[str, int]) -> None:
    """Bounded in frames and in bytes."""
    outbox = peer.outbox(**limits)
    for tag in (1, 2, 3):
        outbox.send(BIG, tag)
    assert (peer.said, peer.done) == (["overflow"], [3])
    outbox.close()


def test_a_last_frame_comes_after_the_one_that_had_begun(peer: Peer) -> None:
    """Half a frame would make the Close behind it part of a message."""
    outbox = peer.outbox(max_frames=3)
    for tag in (1, 2, 3):
        outbox.send(BIG, tag)
    outbox.send_last(b"close")
    assert peer.read_until(outbox) == BIG + b"close"
    assert sorted(peer.done) == [1, 2, 3]
    outbox.close()


def test_a_peer_that_is_gone_is_said_once(peer: Peer) -> None:
    """And what waited for it waits no more."""
    outbox = peer.outbox()
    outbox.send(BIG, 1)
    peer.far.close()
    gevent.sleep(0.01)
    assert (peer.said, peer.done, len(outbox)) == (["broken"], [1], 0)
    outbox.close()


def test_closing_tells_every_tag(peer: Peer) -> None:
    """Nothing stays unacknowledged behind a client that left."""
    outbox = peer.outbox()
    for tag in (1, 2):
        outbox.send(BIG, tag)
    outbox.close()
    assert peer.done == [1, 2]
