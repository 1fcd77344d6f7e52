"""Everything that one socket brings, and when: no client of the contract hides anything here."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from tests.live.cast import Person
from tests.live.deadline import wait_until
from tests.live.raw_socket import CLOSE, PING, PONG, TEXT, RawSocket, frame
from tests.live.stack import Stack

PATIENCE = 60.0
"""Seconds of silence that are still no reason to give up."""

NARROW, WIDE = 2**12, 2**20
"""Bytes that the kernel keeps for who does not read, and for who has much to catch up with."""


@dataclass
class Eavesdropper:
    """Reads in the background once it is told to; times are seconds since the epoch."""

    raw: RawSocket
    frames: list[dict[str, Any]] = field(default_factory=list)
    code: int | None = None
    ended_at: float = 0.0
    thread: threading.Thread | None = None

    def read_on(self) -> None:
        """Read until the connection ends, if it does not do so yet."""
        if self.thread is None:
            self.raw.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, WIDE)
            self.thread = threading.Thread(target=self._read)
            self.thread.start()

    def close(self) -> None:
        """Hang up, and wait until nobody reads any more."""
        with suppress(OSError):  # The other end may have hung up first.
            self.raw.socket.shutdown(socket.SHUT_RDWR)
        if self.thread is not None:
            self.thread.join()
        self.raw.close()

    def wait_until_over(self, *, timeout: float = 20) -> None:
        """Wait for the Close frame."""
        wait_until(lambda: self.code is not None, "the connection ends", timeout=timeout)

    def events(self, uri: str) -> list[int]:
        """Return the places of the session's durable events that came."""
        mine = (each for each in self.frames if each.get("session") == uri)
        return [each["seq"] for each in mine if "seq" in each]

    def of_type(self, type: str) -> list[dict[str, Any]]:
        """Return the frames of a type."""
        return [each for each in self.frames if each["type"] == type]

    def _read(self) -> None:
        try:
            while self.code is None:
                opcode, payload = self.raw.read_frame(PATIENCE)
                if opcode == TEXT:
                    self.frames.append(json.loads(payload))
                elif opcode == PING:
                    self.raw.send(frame(PONG, payload))
                elif opcode == CLOSE:
                    self.ended_at = time.time()
                    self.code = int.from_bytes(payload[:2], "big")
        except (EOFError, OSError, TimeoutError):
            self.code = 1006


class Listen(Protocol):
    """Return a welcomed Eavesdropper of a person; a narrow one does not read yet."""

    def __call__(
        self, person: Person, uri: str | None = None, *, narrow: bool = False
    ) -> Eavesdropper: ...


def listening(stack: Stack) -> Iterator[Listen]:
    """Yield a Listen whose connections are closed at the end."""
    opened: list[Eavesdropper] = []

    def listen(person: Person, uri: str | None = None, *, narrow: bool = False) -> Eavesdropper:
        raw = RawSocket(stack.port, receive_buffer=NARROW if narrow else 0)
        listener = Eavesdropper(raw)
        opened.append(listener)
        path = f"/ws/{uri}" if uri else "/ws/"
        assert raw.handshake(person.rest.ticket(uri)["ticket"], path).status == 101
        welcome = json.loads(raw.read_frame()[1])
        assert welcome["type"] == "welcome"
        if not narrow:
            listener.read_on()
        return listener

    yield listen
    for listener in opened:
        listener.close()
