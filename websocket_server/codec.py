"""WebSocket framing (RFC 6455, section 5): bytes to messages, messages to bytes.

Knows nothing of sockets, JSON or chat. Parsing is wsproto's, but wsproto hides
a frame's declared length: a frame that declares 2^62 bytes would be awaited
for ever. So this reads the headers too, and refuses before a byte of the
payload is kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from wsproto.frame_protocol import Frame, FrameProtocol, Opcode, ParseFailed

from chatire.protocol.close_codes import CloseCode
from websocket_server.errors import ProtocolError

MAX_MESSAGE = 64 * 1024
"""Bytes of a whole message, all its fragments together."""

_NO_STATUS = 1005
_MAX_REASON = 123


@dataclass(frozen=True, slots=True)
class Head:
    """A frame has begun; what it says may follow or not."""


@dataclass(frozen=True, slots=True)
class Text:
    """A whole text message."""

    text: str


@dataclass(frozen=True, slots=True)
class Binary:
    """A whole binary message."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Ping:
    """Wants a pong with the same payload."""

    payload: bytes


@dataclass(frozen=True, slots=True)
class Pong:
    """Answers a ping."""

    payload: bytes


@dataclass(frozen=True, slots=True)
class PeerClosed:
    """The peer's Close; ``code`` is None where it gave none. Nothing follows."""

    code: int | None


Incoming = Head | Text | Binary | Ping | Pong | PeerClosed

_HEAD = Head()


class Codec:
    """The server's side of one connection's incoming bytes."""

    __slots__ = ("_head", "_limit", "_message", "_payload_left", "_pieces", "_proto")

    def __init__(self, *, limit: int = MAX_MESSAGE) -> None:
        self._proto: FrameProtocol | None = None  # between messages: most clients only listen
        self._limit = limit
        self._head = bytearray()
        self._payload_left = 0
        self._message = 0
        self._pieces: list[str | bytes] = []

    def receive(self, data: bytes) -> Iterator[Incoming]:
        """Yield what ``data`` completes.

        Raises ProtocolError at the first byte that is wrong, after
        yielding all that came before it. The codec is of no use afterwards.
        """
        at = 0
        while at < len(data):
            if self._payload_left:
                end = at + self._payload_left
                part = data[at:end]
                self._payload_left -= len(part)
            else:
                part = data[at : at + self._head_missing()]
                self._head += part
            at += len(part)
            yield from self._feed(part)
            if self._head and not self._head_missing():
                yield _HEAD
                self._check_length()
        if not (self._head or self._payload_left or self._pieces):
            self._proto = None

    def _head_missing(self) -> int:
        """Return how many bytes of a frame's header are still to come."""
        head = self._head
        if len(head) < 2:
            return 2 - len(head)
        length = head[1] & 0x7F
        extended = 8 if length == 127 else 2 if length == 126 else 0
        return 2 + extended + (4 if head[1] & 0x80 else 0) - len(head)

    def _check_length(self) -> None:
        head, opcode = self._head, self._head[0] & 0x0F
        length = head[1] & 0x7F
        if length >= 126:
            length = int.from_bytes(head[2 : 4 if length == 126 else 10])
        if opcode < 0x8:
            self._message = length + (self._message if opcode == Opcode.CONTINUATION else 0)
            if self._message > self._limit:
                raise ProtocolError(CloseCode.TOO_BIG, f"over {self._limit} bytes")
        self._head = bytearray()
        self._payload_left = length

    def _feed(self, part: bytes) -> Iterator[Incoming]:
        if self._proto is None:
            self._proto = FrameProtocol(client=False, extensions=[])
        self._proto.receive_bytes(part)
        try:
            for frame in self._proto.received_frames():
                yield from self._incoming(frame)
        except ParseFailed as error:
            if int(error.code) == CloseCode.INVALID_UTF8:
                raise ProtocolError(CloseCode.INVALID_UTF8, "not UTF-8") from error
            raise ProtocolError(CloseCode.PROTOCOL_ERROR, "not a WebSocket frame") from error

    def _incoming(self, frame: Frame) -> Iterator[Incoming]:
        payload = frame.payload
        if isinstance(payload, tuple):
            yield PeerClosed(None if payload[0] == _NO_STATUS else int(payload[0]))
        elif frame.opcode is Opcode.PING and isinstance(payload, bytes):
            yield Ping(payload)
        elif frame.opcode is Opcode.PONG and isinstance(payload, bytes):
            yield Pong(payload)
        else:
            self._pieces.append(payload)
            if frame.message_finished:
                yield self._whole(frame.opcode)

    def _whole(self, opcode: Opcode) -> Text | Binary:
        pieces, self._pieces = self._pieces, []
        if opcode is Opcode.TEXT:
            return Text("".join(piece for piece in pieces if isinstance(piece, str)))
        return Binary(b"".join(piece for piece in pieces if isinstance(piece, bytes)))


def text_frame(body: bytes) -> bytes:
    """Return ``body``, UTF-8 already, as one text frame. The hot path: keep it thin."""
    return _frame(0x81, body)


def ping_frame(payload: bytes = b"") -> bytes:
    """Return a protocol ping."""
    return _frame(0x89, payload)


def pong_frame(payload: bytes) -> bytes:
    """Return the answer to a protocol ping."""
    return _frame(0x8A, payload)


def close_frame(code: int | None, reason: str = "") -> bytes:
    """Return a Close frame; ``reason`` is cut to what a control frame can hold."""
    if code is None:
        return _frame(0x88, b"")
    cut = reason.encode()[:_MAX_REASON].decode(errors="ignore").encode()
    return _frame(0x88, code.to_bytes(2) + cut)


def _frame(first: int, body: bytes) -> bytes:
    size = len(body)
    if size < 126:
        return bytes((first, size)) + body
    if size < 65_536:
        return bytes((first, 126)) + size.to_bytes(2) + body
    return bytes((first, 127)) + size.to_bytes(8) + body
