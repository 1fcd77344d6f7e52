"""However a network cuts and a client fragments, the same is read; and nothing else goes wrong."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from chatire.protocol.close_codes import CloseCode
from tests.websocket_server import frames
from websocket_server.codec import Binary, Codec, Head, Incoming, Ping, Text
from websocket_server.errors import ProtocolError

CODES = {None, CloseCode.PROTOCOL_ERROR, CloseCode.INVALID_UTF8, CloseCode.TOO_BIG}

messages = st.one_of(
    st.text(max_size=200).map(Text),
    st.binary(max_size=200).map(Binary),
    st.binary(max_size=125).map(Ping),
)


def written(message: Incoming, cuts: list[int]) -> bytes:
    """Return ``message`` in as many fragments as there are ``cuts``, and one."""
    if isinstance(message, Ping):
        return frames.ping(message.payload)
    assert isinstance(message, Text | Binary)
    text = isinstance(message, Text)
    payload = message.text.encode() if isinstance(message, Text) else message.data
    bounds = [0, *sorted(cut % (len(payload) + 1) for cut in cuts), len(payload)]
    data = b""
    for index, (start, end) in enumerate(itertools.pairwise(bounds)):
        opcode = 0x0 if index else 0x1 if text else 0x2
        data += frames.frame(opcode, payload[start:end], fin=index == len(bounds) - 2)
    return data


def read(data: bytes, cuts: list[int]) -> list[Incoming]:
    """Return what ``data`` says when it comes in parts."""
    codec, said = Codec(), list[Incoming]()
    bounds = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    for start, end in itertools.pairwise(bounds):
        said += [item for item in codec.receive(data[start:end]) if not isinstance(item, Head)]
    return said


def verdict(data: bytes, cuts: list[int]) -> CloseCode | None:
    """Return the code that ``data`` earns, or None."""
    try:
        read(data, cuts)
    except ProtocolError as error:
        return error.code
    return None


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(messages, st.lists(st.integers(0, 999), max_size=4)), max_size=6),
    st.lists(st.integers(0, 9_999), max_size=20),
)
def test_messages_are_read_as_they_were_written(
    conversation: list[tuple[Incoming, list[int]]], cuts: list[int]
) -> None:
    """Fragmented anywhere, in packets that are cut anywhere."""
    data = b"".join(written(message, parts) for message, parts in conversation)
    assert read(data, cuts) == [message for message, _ in conversation]


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=400), st.lists(st.integers(0, 999), max_size=5))
def test_nonsense_is_a_protocol_error_at_worst(data: bytes, cuts: list[int]) -> None:
    """Never another exception, and always one of three codes."""
    assert verdict(data, cuts) in CODES


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.binary(max_size=9), st.integers(0, 15), st.booleans()), max_size=4))
def test_frames_with_any_opcode_are_a_protocol_error_at_worst(
    parts: list[tuple[bytes, int, bool]],
) -> None:
    """Masked rightly, but else anything."""
    data = b"".join(frames.frame(opcode, payload, fin=fin) for payload, opcode, fin in parts)
    assert verdict(data, []) in CODES
