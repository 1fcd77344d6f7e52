"""How a client of each contestant comes to hear the room: the opening, told step by step.

A dialect begins with bytes that are sent as soon as the connection stands. Then it is told of the
answer (None) and of each text frame, and returns what to send and whether the client is bound.
Counting begins only then. It goes on being told of frames that are no events.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from bench import frames
from bench.socket import KEY
from chatire.protocol import tickets
from chatire.protocol.tickets import Claims

Step = tuple[bytes, bool]
WAIT: Step = (b"", False)
BOUND: Step = (b"", True)


class Dialect(Protocol):
    """One client's opening."""

    shakes_hands: bool
    """Whether an HTTP answer comes before the first frame."""

    def opening(self) -> bytes:
        """Return the first bytes to send."""

    def hear(self, payload: bytes | None) -> Step:
        """Return what to send upon a text frame, or upon the upgrade (None)."""


def upgrade(path: str, *, port: int, protocols: str = "") -> bytes:
    """Return the request for a WebSocket."""
    offered = f"Sec-WebSocket-Protocol: {protocols}\r\n" if protocols else ""
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {KEY}\r\n"
        f"{offered}\r\n"
    ).encode()


class Chatire:
    """The contract's: a ticket, then ``welcome``.

    The ticket is signed here, with the instance's key, as the application signs it: 10,000 of
    them from the application would measure the application.
    """

    shakes_hands = True

    def __init__(self, number: int, port: int, given: Mapping[str, Any]) -> None:
        """``given``: key; uris, of which the client ``number`` has one; is_quiet."""
        uris = given["uris"]
        self._uri = uris[number * len(uris) // given["clients"]]
        self._number = number
        self._given = given
        self._port = port

    def opening(self) -> bytes:
        user = {"id": self._number + 1, "username": f"bench{self._number}"}
        claims = Claims(
            user=user | {"first_name": "", "last_name": ""},
            device=str(self._number),
            sessions=(self._uri,),
            issued_at=time.time(),
            quiet=frozenset((self._uri,) if self._given["is_quiet"] else ()),
        )
        ticket = tickets.sign(claims, key=self._given["key"])
        return upgrade("/ws/", port=self._port, protocols=f"chatire.v1, ticket.{ticket}")

    def hear(self, payload: bytes | None) -> Step:
        return BOUND if payload and b'"welcome"' in payload else WAIT


class Plain:
    """A path and no more: bound with the upgrade, or with a first frame that says so."""

    shakes_hands = True

    def __init__(self, _number: int, port: int, given: Mapping[str, Any]) -> None:
        """``given``: path; welcome, the frame that says so, or "" where the upgrade does."""
        self._given = given
        self._port = port

    def opening(self) -> bytes:
        return upgrade(self._given["path"], port=self._port)

    def hear(self, payload: bytes | None) -> Step:
        welcome = self._given["welcome"].encode()
        return BOUND if (payload or b"") == welcome else WAIT


class Raw:
    """No handshake at all: frames come as soon as the connection stands."""

    shakes_hands = False

    def __init__(self, _number: int, _port: int, _given: Mapping[str, Any]) -> None:
        pass

    def opening(self) -> bytes:
        return b""

    def hear(self, payload: bytes | None) -> Step:
        return BOUND


class SocketIO:
    """Engine.IO 4 over a WebSocket from the start, and Socket.IO 5 on it.

    https://socket.io/docs/v4/engine-io-protocol/ and https://socket.io/docs/v4/socket-io-protocol/
    """

    shakes_hands = True

    def __init__(self, _number: int, port: int, _given: Mapping[str, Any]) -> None:
        self._port = port

    def opening(self) -> bytes:
        return upgrade("/socket.io/?EIO=4&transport=websocket", port=self._port)

    def hear(self, payload: bytes | None) -> Step:
        if payload is None:
            return WAIT
        if payload.startswith(b"0"):  # open
            return frames.masked(frames.TEXT, b"40"), False
        if payload == b"2":  # ping
            return frames.masked(frames.TEXT, b"3"), False
        return BOUND if payload.startswith(b'42["welcome"') else WAIT


class Stomp:
    """STOMP 1.2 over a WebSocket: bound once the subscription's receipt comes."""

    shakes_hands = True

    def __init__(self, _number: int, port: int, given: Mapping[str, Any]) -> None:
        """``given``: user, password, destination."""
        self._given = given
        self._port = port

    def opening(self) -> bytes:
        return upgrade("/ws", port=self._port, protocols="v12.stomp")

    def hear(self, payload: bytes | None) -> Step:
        given = self._given
        if payload is None:
            return self._frame("CONNECT", login=given["user"], passcode=given["password"]), False
        if payload.startswith(b"CONNECTED"):
            subscription = {"id": "0", "destination": given["destination"], "receipt": "bound"}
            return self._frame("SUBSCRIBE", **subscription), False
        return BOUND if payload.startswith(b"RECEIPT") else WAIT

    def _frame(self, command: str, **headers: str) -> bytes:
        headers |= {"accept-version": "1.2", "host": "/"} if command == "CONNECT" else {}
        lines = [command, *(f"{name}:{value}" for name, value in headers.items()), "", "\0"]
        return frames.masked(frames.TEXT, "\n".join(lines).encode())


DIALECTS: dict[str, Callable[[int, int, Mapping[str, Any]], Dialect]] = {
    "chatire": Chatire,
    "plain": Plain,
    "raw": Raw,
    "socket.io": SocketIO,
    "stomp": Stomp,
}
