"""One WebSocket, at the level of asyncio's protocols: a parser and two callbacks."""

import asyncio
from collections.abc import Callable
from typing import cast

from bench import frames

KEY = "dGhlIHNhbXBsZSBub25jZQ=="
"""RFC 6455's own example: nobody here checks what is made of it."""


class Socket(asyncio.Protocol):
    """Shakes hands as soon as it is connected.

    ``on_text(payload)`` is called for each text frame; ``on_end(code, reason)``
    once, with 1006 where no Close frame came.
    """

    def __init__(
        self,
        path: str,
        ticket: str,
        *,
        on_text: Callable[[bytes], None],
        on_end: Callable[[int, str], None],
    ) -> None:
        self._request = (
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {KEY}\r\n"
            f"Sec-WebSocket-Protocol: chatire.v1, ticket.{ticket}\r\n\r\n"
        ).encode()
        self._on_text = on_text
        self._on_end = on_end
        self._buffer = bytearray()
        self._is_open = False
        self._end = (1006, "")
        self.status: int | None = None
        """Of the answer to the handshake."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport = cast("asyncio.Transport", transport)
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._is_open and not self._shake_hands():
            return
        for opcode, payload in frames.parse(self._buffer):
            if opcode == frames.TEXT:
                self._on_text(payload)
            elif opcode == frames.PING:
                self._transport.write(frames.masked(frames.PONG, payload))
            elif opcode == frames.CLOSE:
                if len(payload) >= 2:
                    self._end = (int.from_bytes(payload[:2]), payload[2:].decode())
                self._transport.write(frames.masked(frames.CLOSE, payload[:2]))
                self._transport.close()

    def connection_lost(self, _: Exception | None) -> None:
        self._on_end(*self._end)

    def send(self, payload: bytes) -> None:
        """Send a text frame."""
        self._transport.write(frames.masked(frames.TEXT, payload))

    def close(self) -> None:
        """Leave, done."""
        self._transport.write(frames.masked(frames.CLOSE, (1000).to_bytes(2)))
        self._transport.close()

    def _shake_hands(self) -> bool:
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return False
        self.status = int(self._buffer[9:12])
        self._is_open = self.status == 101
        del self._buffer[: end + 4]
        if not self._is_open:
            self._buffer.clear()
            self._transport.close()
        return self._is_open
