"""A WebSocket client by hand: it can say what no library would let it say."""

import base64
import json
import os
import socket
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from chatire.protocol import tickets
from tests.websocket_server import frames

PATIENCE = 20.0
"""Seconds for which anything that must come is waited for."""

Address = Path | tuple[str, int]


def ticket(
    user: int,
    *uris: str,
    key: str,
    device: str = "device",
    issued_at: float | None = None,
    **claims: Any,
) -> str:
    """Return a ticket of the user ``user``."""
    person = {"id": user, "username": f"user{user}", "first_name": "", "last_name": ""}
    moment = time.time() if issued_at is None else issued_at
    return tickets.sign(tickets.Claims(person, device, uris, moment, **claims), key=key)


def connect(address: Address, *, receive_buffer: int | None = None) -> socket.socket:
    """Return a socket that is connected to ``address``, a path or a host and port."""
    family = socket.AF_UNIX if isinstance(address, Path) else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.settimeout(PATIENCE)
    if receive_buffer is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    sock.connect(str(address) if isinstance(address, Path) else address)
    return sock


def upgrade(path: str, protocols: Sequence[str], **change: str | None) -> bytes:
    """Return a handshake; ``change`` replaces a header, or leaves it away (None)."""
    headers: dict[str, str | None] = {
        "Host": "localhost",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Protocol": ", ".join(protocols) or None,
    }
    headers.update({name.replace("_", "-"): value for name, value in change.items()})
    lines = [f"GET {path} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in headers.items() if value is not None]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


class Answer:
    """What a server says to a handshake."""

    def __init__(self, head: bytes) -> None:
        lines = head.decode().split("\r\n")
        self.status = int(lines[0].split()[1])
        self.headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines[1:])
        }


class Wire:
    """One connection: a handshake, then frames."""

    def __init__(self, sock: socket.socket, handshake: bytes) -> None:
        """Shake hands; :attr:`answer` tells how it went."""
        self.sock = sock
        self._buffer = b""
        sock.sendall(handshake)
        self.answer = Answer(self._until(b"\r\n\r\n"))

    @classmethod
    def open(
        cls, address: Address, opening: str, *, path: str = "/ws/", **change: str | None
    ) -> Self:
        """Connect with a ticket."""
        protocols = ["chatire.v1", f"ticket.{opening}"]
        return cls(connect(address), upgrade(path, protocols, **change))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.sock.close()

    def send(self, data: bytes) -> None:
        """Send raw bytes; the peer may have ended the connection in between."""
        self.sock.sendall(data)

    def say(self, message: dict[str, Any]) -> None:
        """Send a JSON frame."""
        self.send(frames.text(json.dumps(message)))

    def hear(self) -> dict[str, Any]:
        """Return the next JSON frame that is not of somebody's presence."""
        while (message := self._hear())["type"] == "presence":
            pass
        return message

    def hear_type(self, type: str) -> dict[str, Any]:
        """Return the next frame of a type, and skip the others."""
        while (message := self._hear())["type"] != type:
            pass
        return message

    def hear_body(self) -> bytes:
        """Return the next text frame's payload, as it came, unless it is of somebody's presence."""
        while json.loads(payload := self._text())["type"] == "presence":
            pass
        return payload

    def _hear(self) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(self._text())
        return message

    def _text(self) -> bytes:
        """Return the next text frame's payload; protocol pings are answered on the way."""
        while True:
            opcode, payload = self.frame()
            if opcode == 0x9:
                self.send(frames.pong(payload))
            elif opcode == 0x1:
                return payload
            else:
                raise AssertionError(f"neither text nor ping: {opcode:#x} {payload!r}")

    def closed(self) -> tuple[int, str]:
        """Return code and reason of the Close frame that comes, whatever comes before it."""
        while True:
            opcode, payload = self.frame()
            if opcode == 0x8:
                return int.from_bytes(payload[:2]), payload[2:].decode()

    def ended(self) -> bool:
        """Wait for the end of file."""
        try:
            while self.sock.recv(65_536):
                pass
        except ConnectionResetError:
            return True
        return True

    def is_alive(self) -> bool:
        """Tell whether a ping is answered."""
        self.say({"type": "ping", "id": "alive?"})
        return bool(self.hear_type("pong")["id"] == "alive?")

    def frame(self) -> tuple[int, bytes]:
        """Return opcode and payload of the next frame."""
        first, second = self._exactly(2)
        size = second & 0x7F
        if size >= 126:
            size = int.from_bytes(self._exactly(2 if size == 126 else 8))
        return first & 0x0F, self._exactly(size)

    def _exactly(self, size: int) -> bytes:
        while len(self._buffer) < size:
            self._more()
        data, self._buffer = self._buffer[:size], self._buffer[size:]
        return data

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._buffer:
            self._more()
        data, _, self._buffer = self._buffer.partition(mark)
        return data

    def _more(self) -> None:
        data = self.sock.recv(65_536)
        if not data:
            raise EOFError(f"the connection ended after {self._buffer[:200]!r}")
        self._buffer += data
