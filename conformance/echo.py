"""What the test suite talks to: each message comes back as it came.

No chat, no frame rate, and no 64 KB a message: the suite sends 16 MB, and thousands of fragments.
"""

import contextlib
import socket
from collections.abc import Iterator

from gevent.socket import socket as CooperativeSocket  # noqa: N812 - a class by a function's name

from websocket_server import codec
from websocket_server.codec import Binary, Incoming, PeerClosed, Ping, Text
from websocket_server.errors import ProtocolError

LIMIT = 32 * 1024 * 1024
"""Bytes of a message: twice the suite's longest."""

_RECEIVE = 64 * 1024


class Conversation:
    """One connection, decided: bytes in, bytes out."""

    def __init__(self) -> None:
        """Begin after the handshake."""
        self._codec = codec.Codec(limit=LIMIT)
        self.has_closed = False
        """The last answer ends with a Close: what comes now is read and thrown away."""

    def receive(self, data: bytes) -> bytes:
        """Return what answers ``data``."""
        return b"" if self.has_closed else b"".join(self._answers(data))

    def _answers(self, data: bytes) -> Iterator[bytes]:
        try:
            for incoming in self._codec.receive(data):
                if isinstance(incoming, PeerClosed):  # RFC 6455, 5.5.1: nothing follows it
                    self.has_closed = True
                    yield codec.close_frame(incoming.code)
                    return
                yield _answer(incoming)
        except ProtocolError as violation:
            self.has_closed = True
            yield codec.close_frame(violation.code, violation.reason)


def _answer(incoming: Incoming) -> bytes:
    match incoming:
        case Text(text):
            return codec.text_frame(text.encode())
        case Binary(data):
            # The gateway writes no binary frames; but for the opcode they are text frames.
            return b"\x82" + codec.text_frame(data)[1:]
        case Ping(payload):
            return codec.pong_frame(payload)
    return b""


class Echo:
    """A host (`websocket_server.transport.Host`) that lets everybody in."""

    is_full = False

    @contextlib.contextmanager
    def admitted(self, _request: object) -> Iterator[None]:
        """Let it in, whoever it is."""
        yield

    def serve(self, sock: socket.socket, _admission: None) -> None:
        """Answer until the peer has ended the connection."""
        ours = CooperativeSocket(fileno=sock.fileno())
        try:
            converse(ours)
        except OSError:
            return  # the suite ends many a connection in the middle of a frame
        finally:
            ours.detach()


def converse(sock: socket.socket) -> None:
    """Answer what comes until the end of file; after a Close, ours follows and then nothing."""
    conversation = Conversation()
    while data := sock.recv(_RECEIVE):
        sock.sendall(conversation.receive(data))
        if conversation.has_closed:
            sock.shutdown(socket.SHUT_WR)
            break
    while sock.recv(_RECEIVE):  # to close with bytes unread would reset the connection
        pass
