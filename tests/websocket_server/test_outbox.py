"""The only writer of a socket: at once, or later, or never, and each tag is told once."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field

import gevent
import pytest

from websocket_server.metrics import Meter
from websocket_server.outbox import Bounds, Outbox


@dataclass
class Peer:
    """The other end, and what the outbox said of it."""

    near: socket.socket
    far: socket.socket
    done: list[int] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def outbox(
        self, *, max_frames: int = 100, max_bytes: int = 10**7, stalled_after: float = 60.0
    ) -> Outbox:
        """Return an outbox that writes to this peer."""
        return Outbox(
            self.near,
            bounds=Bounds(max_frames, max_bytes, stalled_after),
            meter=Meter(),
            on_done=self.done.append,
            on_stuck=lambda: self.said.append("stuck"),
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
    assert (peer.said, peer.done) == (["stuck"], [3])
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


def test_frames_that_are_ready_together_go_out_in_one_send(peer: Peer) -> None:
    """In their order."""
    outbox = peer.outbox()
    outbox.send_together([b"one", b"two"], b"onetwo", "tea")
    assert (peer.read(), len(outbox)) == (b"onetwo", 0)
    outbox.close()


def test_of_frames_that_are_sent_together_the_rest_waits_singly(peer: Peer) -> None:
    """So that a session can be forgotten from the next frame on."""
    outbox = peer.outbox()
    frames = [BIG, b"two", b"three"]
    outbox.send_together(frames, b"".join(frames), "tea")
    outbox.send_together([b"four"], b"four", "coffee")
    assert len(outbox) == 4
    outbox.forget("tea")
    assert peer.read_until(outbox) == BIG + b"four"
    outbox.close()


def test_a_session_that_is_forgotten_leaves_whole_frames(peer: Peer) -> None:
    """The one that has begun ends; of the others only other sessions' follow, tags are told."""
    outbox = peer.outbox()
    for tag, origin in ((1, "tea"), (2, "tea"), (3, "coffee"), (4, "")):
        outbox.send(BIG + bytes([tag]), tag, origin)
    outbox.forget("tea")
    assert peer.done == [2]
    assert peer.read_until(outbox) == b"".join(BIG + bytes([tag]) for tag in (1, 3, 4))
    assert peer.done == [2, 1, 3, 4]
    outbox.close()


def test_the_tags_of_a_broker_that_is_gone_are_told_to_nobody(peer: Peer) -> None:
    """Its successor would take them for its own."""
    outbox = peer.outbox()
    for tag in (1, 2):
        outbox.send(BIG, tag, "tea")
    outbox.send(BIG, 0)
    outbox.forget_sessions()
    assert peer.read_until(outbox) == BIG * 2
    assert peer.done == []
    outbox.close()


def test_a_peer_that_takes_nothing_is_said_after_a_while(peer: Peer) -> None:
    """Though there is room for more."""
    outbox = peer.outbox(stalled_after=0.05)
    outbox.send(BIG)
    gevent.sleep(0.1)
    assert peer.said[:1] == ["stuck"]
    outbox.close()


def test_a_peer_that_takes_a_little_now_and_then_is_not_stuck(peer: Peer) -> None:
    """However long it takes for all of it."""
    outbox = peer.outbox(stalled_after=0.2)
    outbox.send(BIG)
    for _ in range(10):
        gevent.sleep(0.05)
        assert peer.far.recv(20_000)
    assert peer.said == []
    outbox.close()


def test_the_rest_of_a_frame_that_has_begun_always_finds_room(peer: Peer) -> None:
    """Whatever the bounds: half a frame would spoil the Close behind it."""
    outbox = peer.outbox(max_bytes=10)
    outbox.send(BIG)
    outbox.send(b"more")
    outbox.send_last(b"close")
    assert peer.read_until(outbox) == BIG + b"close"
    outbox.close()
