"""Bytes to messages, in whole, in parts and broken."""

import pytest

from chatire.protocol.close_codes import CloseCode
from tests.websocket_server import frames
from websocket_server.codec import (
    MAX_MESSAGE,
    Binary,
    Codec,
    Head,
    Incoming,
    PeerClosed,
    Ping,
    Pong,
    Text,
    close_frame,
    ping_frame,
    pong_frame,
    text_frame,
)
from websocket_server.errors import ProtocolError


def read(data: bytes) -> list[Incoming]:
    """Return what ``data`` says, but for the mere beginnings of frames."""
    return [item for item in Codec().receive(data) if not isinstance(item, Head)]


def refusal(data: bytes) -> CloseCode:
    """Return the close code that ``data`` earns."""
    with pytest.raises(ProtocolError) as caught:
        read(data)
    return caught.value.code


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (frames.text("hello"), Text("hello")),
        (frames.text(""), Text("")),
        (frames.text("h\u00e9 \U0001f600"), Text("h\u00e9 \U0001f600")),
        (frames.text("x" * 126), Text("x" * 126)),
        (frames.text("x" * MAX_MESSAGE), Text("x" * MAX_MESSAGE)),
        (frames.binary(b"\x00\xff"), Binary(b"\x00\xff")),
        (frames.ping(b"p"), Ping(b"p")),
        (frames.pong(), Pong(b"")),
        (frames.close(1000, b"bye"), PeerClosed(1000)),
        (frames.close(4999), PeerClosed(4999)),
        (frames.close(None), PeerClosed(None)),
    ],
)
def test_a_frame_is_read(data: bytes, said: Incoming) -> None:
    """Each kind of frame says what it says."""
    assert read(data) == [said]


def test_a_frame_that_comes_byte_by_byte_is_read() -> None:
    """TCP may cut anywhere, in the header too."""
    codec, said = Codec(), []
    for byte in frames.text("x" * 300):
        said += [item for item in codec.receive(bytes([byte])) if not isinstance(item, Head)]
    assert said == [Text("x" * 300)]


def test_many_frames_at_once_are_read_in_order() -> None:
    """One packet may hold several frames."""
    data = frames.text("a") + frames.ping() + frames.text("b")
    assert read(data) == [Text("a"), Ping(b""), Text("b")]


def test_fragments_make_one_message_round_a_ping() -> None:
    """Control frames may stand between fragments, and a character may be cut in two."""
    data = frames.text(b"\xc3", fin=False) + frames.ping(b"!") + frames.more(b"\xa9", fin=True)
    assert read(data) == [Ping(b"!"), Text("\u00e9")]


def test_each_frame_is_counted() -> None:
    """Fragments too: that is what bounds endless empty ones."""
    data = frames.text("a", fin=False) + frames.more() * 5
    assert list(Codec().receive(data)).count(Head()) == 6


@pytest.mark.parametrize(
    "data",
    [
        frames.UNMASKED,
        frames.more(b"stray", fin=True),
        frames.frame(0x1, b"x", rsv=0b100),
        frames.frame(0x1, b"x", rsv=0b010),
        frames.frame(0x1, b"x", rsv=0b001),
        frames.frame(0x3, b"x"),
        frames.frame(0xB, b"x"),
        frames.frame(0x9, b"x", fin=False),
        frames.frame(0x9, b"x" * 126),
        frames.text("a", fin=False) + frames.text("b"),
        frames.frame(0x8, b"\x03"),
        frames.close(999),
        frames.close(1004),
        frames.close(1005),
        frames.close(1006),
        frames.close(2999),
        frames.close(5000),
        b"\x81\xff" + (2**63).to_bytes(8) + frames.MASK,
        b"\x81\xfe\x00\x05" + frames.MASK + b"hello",
    ],
)
def test_a_broken_frame_is_a_protocol_error(data: bytes) -> None:
    """Unmasked, stray, reserved, unknown, fragmented or badly closed: 1002."""
    assert refusal(data) is CloseCode.PROTOCOL_ERROR


@pytest.mark.parametrize(
    "data",
    [
        frames.text(b"\xff"),
        frames.text(b"\xed\xa0\x80"),
        frames.text(b"\xc3"),
        frames.text(b"ok \xf4\x90", fin=False),
        frames.close(1000, b"\xff"),
    ],
)
def test_bad_utf8_is_refused_as_such(data: bytes) -> None:
    """Text and close reasons must be UTF-8, surrogates excluded: 1007."""
    assert refusal(data) is CloseCode.INVALID_UTF8


def test_bad_utf8_is_refused_before_its_frame_has_ended() -> None:
    """The first wrong byte decides."""
    data = frames.text(b"\xff" + b"x" * 1000)[:20]
    assert refusal(data) is CloseCode.INVALID_UTF8


@pytest.mark.parametrize(
    "data",
    [
        frames.DECLARES_4_EXABYTES,
        frames.DECLARES_10_MEGABYTES,
        frames.text("x" * (MAX_MESSAGE + 1)),
        frames.text("x" * MAX_MESSAGE, fin=False) + frames.more(b"x"),
        frames.text("x" * 40_000, fin=False) + frames.ping() + frames.more(b"x" * 40_000),
    ],
)
def test_too_long_a_message_is_refused(data: bytes) -> None:
    """All fragments together, and by what a header declares: 1009."""
    assert refusal(data) is CloseCode.TOO_BIG


def test_the_limit_is_of_each_message_and_not_of_all() -> None:
    """A long conversation is no long message."""
    codec = Codec(limit=10)
    for _ in range(5):
        assert Text("x" * 10) in list(codec.receive(frames.text("x" * 10)))


def test_what_came_before_an_error_is_read() -> None:
    """A ping before a broken frame is still a ping."""
    incoming = Codec().receive(frames.ping(b"1") + frames.UNMASKED)
    assert Ping(b"1") in (next(incoming), next(incoming))
    with pytest.raises(ProtocolError):
        list(incoming)


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536])
def test_a_text_frame_declares_its_length(size: int) -> None:
    """A server's frame is unmasked and its length is written in the shortest way."""
    body = b"x" * size
    assert text_frame(body) == b"\x81" + frames.length(size, masked=False) + body


def test_control_frames_are_written() -> None:
    """Ping, pong and Close."""
    assert ping_frame(b"p") == b"\x89\x01p"
    assert pong_frame(b"p") == b"\x8a\x01p"
    assert close_frame(4001, "slow") == b"\x88\x06\x0f\xa1slow"
    assert close_frame(None) == b"\x88\x00"


def test_a_close_reason_is_cut_between_characters() -> None:
    """A control frame holds 125 bytes, and half a character would be bad UTF-8."""
    frame = close_frame(1000, "\u00e9" * 100)
    assert len(frame) <= 2 + 125
    assert frame[4:].decode() == "\u00e9" * 61
