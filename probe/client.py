"""A client like any other: it posts by REST and listens by WebSocket, through nginx."""

import json
import re
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, Self
from urllib.parse import urlsplit

from websockets.exceptions import InvalidHandshake, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from probe.errors import NoWayError
from probe.inbox import Inbox

PATIENCE = 5.0
"""Seconds for an answer, a handshake, a welcome, or a message's whole way."""


class Client:
    """Speaks to the nginx at ``address`` as if it had opened ``public_url``.

    Both are of the form ``http(s)://host[:port]``. All methods raise NoWayError.
    """

    def __init__(self, address: str, *, public_url: str, token: str) -> None:
        parts = urlsplit(address)
        self._tls = parts.scheme == "https"
        self._place = (parts.hostname or "", parts.port or (443 if self._tls else 80))
        self._host = urlsplit(public_url).netloc
        self._headers = {
            "Authorization": f"JWT {token}",
            "Content-Type": "application/json",
            "Host": self._host,
        }
        kind = HTTPSConnection if self._tls else HTTPConnection
        self._http = kind(*self._place, timeout=PATIENCE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._http.close()

    def call(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """POST ``body`` and return what a success is answered with."""
        try:
            self._http.request("POST", path, json.dumps(body), self._headers)
            response = self._http.getresponse()
            answer = response.read()
        except (OSError, HTTPException) as error:
            raise NoWayError(f"A request was not answered: {_told(error)}.") from error
        if response.status not in (200, 201):
            raise NoWayError(f"{_place_of(path)} was answered with {response.status}.")
        try:
            return dict(json.loads(answer))
        except ValueError as error:
            raise NoWayError(f"{_place_of(path)} was answered with no JSON.") from error

    @contextmanager
    def listen(self, uri: str) -> Iterator[Inbox]:
        """Connect to the session ``uri`` for the block, which begins after the welcome."""
        granted = self.call("/api/tickets/", {"uri": uri})
        with (
            self._connect(granted["path"], ticket=granted["ticket"]) as connection,
            closing(Inbox(connection)) as inbox,
        ):
            inbox.wait_for({"type": "welcome"}, within=PATIENCE)
            yield inbox

    def _connect(self, path: str, *, ticket: str) -> ClientConnection:
        scheme = "wss" if self._tls else "ws"
        try:
            return connect(
                f"{scheme}://{self._host}{path}",
                sock=socket.create_connection(self._place, PATIENCE),
                subprotocols=[Subprotocol("chatire.v1"), Subprotocol(f"ticket.{ticket}")],
                compression=None,
                proxy=None,
                open_timeout=PATIENCE,
                ping_interval=None,
                close_timeout=1,
            )
        except InvalidStatus as error:
            status = error.response.status_code
            raise NoWayError(f"The gateway's handshake was answered with {status}.") from error
        except (OSError, InvalidHandshake) as error:
            raise NoWayError(f"The gateway's handshake failed: {_told(error)}.") from error


def _place_of(path: str) -> str:
    """Return ``path`` without what is of one session alone, which is an invitation to it."""
    return "POST " + re.sub(r"(?<=/chats/)\w+", "<uri>", path)


def _told(error: Exception) -> str:
    text = error.strerror if isinstance(error, OSError) else str(error)
    return (text or str(error) or type(error).__name__).rstrip(".")
