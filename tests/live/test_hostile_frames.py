"""Every hostile frame costs its own connection, and no other of 16 witnesses."""

from collections.abc import Callable, Iterator

import pytest

from tests.live.cast import Person, sign_up
from tests.live.clients import Connect
from tests.live.raw_socket import (
    BINARY,
    CLOSE,
    CONTINUATION,
    PING,
    TEXT,
    RawSocket,
    frame,
)
from tests.live.stack import Stack
from tests.live.witnesses import Witnesses, call_witnesses

SILENT = 60


@pytest.fixture(scope="module")
def witnesses(stack: Stack, alice: Person, bob: Person, connect_for_long: Connect) -> Witnesses:
    """16 clients or more in one session, on both workers."""
    return call_witnesses(stack, [alice, bob], connect_for_long)


@pytest.fixture(scope="module")
def ticket(stack: Stack) -> Callable[[], str]:
    """Tickets of somebody who means ill."""
    rest = sign_up(stack.base_url, "mallory").rest
    return lambda: str(rest.ticket()["ticket"])


@pytest.fixture
def hostile(stack: Stack, ticket: Callable[[], str]) -> Iterator[RawSocket]:
    """A connection that was let in, and welcomed."""
    with RawSocket(stack.port) as raw:
        assert raw.handshake(ticket()).status == 101
        assert raw.read_frame()[0] == TEXT
        yield raw


HOSTILE = {
    "stray continuation": (frame(CONTINUATION, b"boo"), 1002),
    "unmasked": (frame(TEXT, b"{}", mask=None), 1002),
    "first reserved bit": (frame(TEXT, b"{}", reserved=4), 1002),
    "all reserved bits": (frame(TEXT, b"{}", reserved=7), 1002),
    "reserved opcode": (frame(3, b"{}"), 1002),
    "reserved control opcode": (frame(11), 1002),
    "fragmented ping": (frame(PING, fin=False), 1002),
    "long ping": (frame(PING, bytes(126)), 1002),
    "text within a fragmented text": (frame(TEXT, b"a", fin=False) + frame(TEXT, b"b"), 1002),
    "close with half a code": (frame(CLOSE, b"\x03"), 1002),
    "close with a reserved code": (frame(CLOSE, (1005).to_bytes(2, "big")), 1002),
    "binary": (frame(BINARY, b"{}"), 1003),
    "bad UTF-8": (frame(TEXT, b'"\xff"'), 1007),
    "surrogate in UTF-8": (frame(TEXT, b"\xed\xa0\x80"), 1007),
    "UTF-8 that ends too early": (frame(TEXT, b"\xf0\x9f\x91"), 1007),
    "bad UTF-8 in a fragment": (
        frame(TEXT, b"\xf0\x9f", fin=False) + frame(CONTINUATION, b"a"),
        1007,
    ),
    "10 MB": (frame(TEXT, bytes(10 * 2**20)), 1009),
    "declares 2^62 bytes": (frame(TEXT, b"a" * 100, declared=2**62), 1009),
    "declares 2^63 bytes": (frame(TEXT, b"a" * 100, declared=2**63), 1002),
    "one byte over 64 KB": (frame(TEXT, b"a" * (2**16 + 1)), 1009),
    "endless fragments": (
        frame(TEXT, b"a" * 4096, fin=False) + frame(CONTINUATION, b"a" * 4096, fin=False) * 40,
        1009,
    ),
    "endless empty fragments": (
        frame(TEXT, fin=False) + frame(CONTINUATION, fin=False) * 2000,
        4003,
    ),
    "20,000 frames": (frame(TEXT, b'{"type": "ping", "id": 1}') * 20_000, 4003),
    "20,000 pings": (frame(PING, b"p") * 20_000, 4003),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_frame_costs_its_own_connection_alone(
    name: str, hostile: RawSocket, witnesses: Witnesses
) -> None:
    """The right close code arrives through nginx; the witnesses go on talking."""
    data, code = HOSTILE[name]
    hostile.send(data)
    assert hostile.close_code() == code
    witnesses.notice_nothing()


def test_frame_that_stays_unfinished_costs_nothing(
    hostile: RawSocket, witnesses: Witnesses
) -> None:
    """Half a header, and half a frame: a socket may be slow, and still answers."""
    hostile.send(frame(TEXT, b'{"type": "ping", "id": 1}')[:1])
    witnesses.notice_nothing()
    hostile.send(frame(TEXT, b'{"type": "ping", "id": 1}')[1:])
    assert hostile.read_frame() == (TEXT, b'{"type":"pong","id":1}')


def test_silent_sockets_are_closed_and_hurt_nobody(
    stack: Stack, ticket: Callable[[], str], witnesses: Witnesses
) -> None:
    """Sixty sockets that never answer a ping: 4002, each of them."""
    shared = ticket()
    silent = [RawSocket(stack.port) for _ in range(SILENT)]
    assert {raw.handshake(shared).status for raw in silent} == {101}
    witnesses.notice_nothing()
    assert {raw.close_code(timeout=30) for raw in silent} == {4002}
    witnesses.notice_nothing()
    for raw in silent:
        raw.close()


def test_handshakes_that_are_never_sent_hurt_nobody(stack: Stack, witnesses: Witnesses) -> None:
    """Sixty TCP connections that say nothing at all."""
    silent = [RawSocket(stack.port) for _ in range(SILENT)]
    witnesses.notice_nothing()
    for raw in silent:
        raw.close()


def test_connections_cut_in_the_middle_hurt_nobody(
    stack: Stack, ticket: Callable[[], str], witnesses: Witnesses
) -> None:
    """Gone without a word: before the welcome, in a frame, in a flood."""
    shared = ticket()
    for parting in (b"", frame(TEXT, b"a" * 1000)[:500], frame(PING) * 5000):
        with RawSocket(stack.port) as raw:
            assert raw.handshake(shared).status == 101
            raw.send(parting)
    witnesses.notice_nothing()


def test_garbage_frames_are_answered_and_the_socket_stays(
    hostile: RawSocket, witnesses: Witnesses
) -> None:
    """JSON that is no object of a known type is a mistake, not an attack."""
    for text in (b"", b"null", b"[" * 30_000, b"{", b'{"type": "surprise"}', b'{"type": 7}'):
        hostile.send(frame(TEXT, text))
        opcode, payload = hostile.read_frame()
        assert (opcode, b'"type":"error"' in payload) == (TEXT, True)
    witnesses.notice_nothing()
