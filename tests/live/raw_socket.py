"""A WebSocket by hand: every byte is the test's, right or wrong.

Knows the frame layout (RFC 6455, 5.2) and the opening handshake, and nothing of
the contract; no library that would refuse to send what a hostile client sends.
"""

import base64
import os
import select
import socket
import struct
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10

ABNORMAL = 1006
"""No Close frame came before the end of the connection."""

Headers = Mapping[str, str | None]


def frame(
    opcode: int,
    payload: bytes = b"",
    *,
    fin: bool = True,
    reserved: int = 0,
    mask: bytes | None = b"\x01\x02\x03\x04",
    declared: int | None = None,
) -> bytes:
    """Return one frame; ``declared`` is the length it claims, ``mask`` None leaves it unmasked."""
    length = len(payload) if declared is None else declared
    bit = 0 if mask is None else 0x80
    head = bytes([(0x80 if fin else 0) | reserved << 4 | opcode])
    if length < 126:
        head += bytes([bit | length])
    elif length < 2**16:
        head += struct.pack("!BH", bit | 126, length)
    else:
        head += struct.pack("!BQ", bit | 127, length)
    return head + payload if mask is None else head + mask + _masked(payload, mask)


def _masked(payload: bytes, mask: bytes) -> bytes:
    repeated = (mask * (len(payload) // 4 + 1))[: len(payload)]
    mixed = int.from_bytes(payload, "big") ^ int.from_bytes(repeated, "big")
    return mixed.to_bytes(len(payload), "big")


@dataclass(frozen=True)
class Answer:
    """What the server said to the opening handshake."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)


class RawSocket:
    """One TCP connection to the gateway, through whatever listens at ``port``."""

    def __init__(self, port: int, *, source: str = "127.0.0.1", receive_buffer: int = 0) -> None:
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.bind((source, 0))
        self.socket.settimeout(10)
        self.socket.connect(("127.0.0.1", port))
        self._port = port
        self._buffer = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.socket.close()

    def handshake(self, ticket: str, path: str = "/ws/", headers: Headers | None = None) -> Answer:
        """Ask for the upgrade; ``headers`` replace the right ones, None leaves one out."""
        asked: dict[str, str | None] = {
            "Host": f"localhost:{self._port}",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Protocol": f"chatire.v1, ticket.{ticket}",
            **(headers or {}),
        }
        lines = [f"{name}: {value}" for name, value in asked.items() if value is not None]
        self.socket.sendall("\r\n".join([f"GET {path} HTTP/1.1", *lines, "", ""]).encode())
        while b"\r\n\r\n" not in self._buffer:
            self._receive(time.monotonic() + 10)
        head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        status, *rest = head.decode().split("\r\n")
        pairs = (line.partition(": ") for line in rest)
        return Answer(int(status.split()[1]), {name.lower(): value for name, _, value in pairs})

    def send(self, data: bytes) -> None:
        """Send all of ``data``, or as much as is taken before the server hangs up.

        From a thread of its own: the server's answer is read meanwhile.
        """
        threading.Thread(target=self._push, args=(data,), daemon=True).start()

    def _push(self, data: bytes) -> None:
        try:
            self.socket.sendall(data)
        except OSError:
            return  # Closed on us, as it should be: the Close frame tells the rest.

    def read_frame(self, timeout: float = 10) -> tuple[int, bytes]:
        """Return the next frame's opcode and payload; raise EOFError where none comes any more."""
        deadline = time.monotonic() + timeout
        while True:
            if (parsed := self._parse()) is not None:
                return parsed
            self._receive(deadline)

    def close_code(self, timeout: float = 15) -> int:
        """Read to the Close frame and return its code, or 1006 where the connection just ended."""
        deadline = time.monotonic() + timeout
        try:
            while True:
                opcode, payload = self.read_frame(deadline - time.monotonic())
                if opcode == CLOSE:
                    return int.from_bytes(payload[:2], "big") if payload else 1005
        except EOFError:
            return ABNORMAL

    def _parse(self) -> tuple[int, bytes] | None:
        data = self._buffer
        if len(data) < 2:
            return None
        length, start = data[1] & 0x7F, 2
        if length >= 126:
            start = 4 if length == 126 else 10
            length = int.from_bytes(data[2:start], "big")
        if len(data) < start + length:
            return None
        self._buffer = data[start + length :]
        return data[0] & 0x0F, data[start : start + length]

    def _receive(self, deadline: float) -> None:
        readable, _, _ = select.select([self.socket], [], [], max(0, deadline - time.monotonic()))
        if not readable:
            raise TimeoutError("the server is silent")
        try:
            data = self.socket.recv(2**16)
        except ConnectionResetError as error:
            raise EOFError from error
        if not data:
            raise EOFError
        self._buffer += data
