"""The echo application, behind uWSGI: what the test suite judges is what runs."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance import server
from tests.websocket_server import frames
from tests.websocket_server.wire import Wire, connect, upgrade

TEXT, BINARY, CLOSE, PONG = 0x1, 0x2, 0x8, 0xA


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Return where an echo application listens that all these tests share."""
    # Below /tmp: a unix socket's path has 107 bytes at most.
    with (
        tempfile.TemporaryDirectory(prefix="echo-", dir="/tmp") as directory,
        server.echo(Path(directory)) as port,
    ):
        yield port


@pytest.fixture
def wire(port: int) -> Iterator[Wire]:
    """Return a connection that has shaken hands, without any ticket."""
    with Wire(connect((server.HOST, port)), upgrade("/", ["chatire.v1"])) as wire:
        assert wire.answer.status == 101
        yield wire


def test_the_gateways_own_transport_shakes_hands(wire: Wire) -> None:
    """It selects the gateway's subprotocol, whatever runs behind it."""
    assert wire.answer.headers["sec-websocket-protocol"] == "chatire.v1"


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536, 1_000_000])
def test_text_comes_back(wire: Wire, size: int) -> None:
    """In every way in which a length can be written, and beyond the gateway's 64 KB."""
    wire.send(frames.text("x" * size))
    assert wire.frame() == (TEXT, b"x" * size)


@pytest.mark.parametrize("payload", [b"", b"\x00\xff", b"\xfe" * 65_536])
def test_binary_comes_back_as_binary(wire: Wire, payload: bytes) -> None:
    """And need not be UTF-8."""
    wire.send(frames.binary(payload))
    assert wire.frame() == (BINARY, payload)


def test_fragments_come_back_as_one_message_after_the_ping_between_them(wire: Wire) -> None:
    """The pong does not wait for the message's end."""
    wire.send(frames.text("one ", fin=False) + frames.ping(b"!") + frames.more(b"two", fin=True))
    assert wire.frame() == (PONG, b"!")
    assert wire.frame() == (TEXT, b"one two")


def test_a_close_comes_back_and_ends_the_connection(wire: Wire) -> None:
    """What follows a Close is not answered."""
    wire.send(frames.close(3000) + frames.text("too late"))
    assert wire.closed() == (3000, "")
    assert wire.ended()


@pytest.mark.parametrize(
    ("broken", "code"),
    [(frames.UNMASKED, 1002), (frames.text(b"\xff"), 1007), (frames.DECLARES_4_EXABYTES, 1009)],
)
def test_a_broken_frame_earns_its_code_after_what_came_before(
    wire: Wire, broken: bytes, code: int
) -> None:
    """The codec's own verdict, unsoftened."""
    wire.send(frames.text("fine") + broken)
    assert wire.frame() == (TEXT, b"fine")
    opcode, payload = wire.frame()
    assert (opcode, int.from_bytes(payload[:2])) == (CLOSE, code)
    assert wire.ended()
