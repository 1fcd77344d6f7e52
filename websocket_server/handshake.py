"""Whether a request may become a WebSocket: decided, without any I/O.

The checks run in the contract's order and all of them before the upgrade: a
browser sees any refusal as 1006, a program sees the status.
"""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from wsproto.utilities import generate_accept_token

from chatire.protocol.tickets import Claims, TicketError
from websocket_server.errors import HandshakeError

SUBPROTOCOL = "chatire.v1"
TICKET_PREFIX = "ticket."
ROOT = "/ws/"

Verify = Callable[[str], Claims]
"""Returns what a ticket says; raises TicketError where it opens nothing."""


@dataclass(frozen=True, slots=True)
class Request:
    """What of an HTTP request matters here; absent headers are empty."""

    method: str
    path: str
    http_version: str
    upgrade: str
    connection: str
    key: str
    version: str
    origin: str | None
    protocols: str
    has_body: bool
    id: str = "-"
    """Given by nginx, to find it again in its own and the application's log."""

    @classmethod
    def from_environ(cls, environ: Mapping[str, object]) -> "Request":
        """Return the request in a WSGI environ."""

        def text(name: str) -> str:
            return str(environ.get(name) or "")

        return cls(
            method=text("REQUEST_METHOD"),
            path=text("PATH_INFO"),
            http_version=text("SERVER_PROTOCOL"),
            upgrade=text("HTTP_UPGRADE"),
            connection=text("HTTP_CONNECTION"),
            key=text("HTTP_SEC_WEBSOCKET_KEY"),
            version=text("HTTP_SEC_WEBSOCKET_VERSION"),
            origin=text("HTTP_ORIGIN") if "HTTP_ORIGIN" in environ else None,
            protocols=text("HTTP_SEC_WEBSOCKET_PROTOCOL"),
            # A body would be read as frames, or half of it would.
            has_body=text("CONTENT_LENGTH") not in ("", "0")
            or bool(text("HTTP_TRANSFER_ENCODING")),
            id=_request_id(text("HTTP_X_REQUEST_ID")),
        )


@dataclass(frozen=True, slots=True)
class Admission:
    """What a ticket opened. ``only`` is the session of ``/ws/<uri>``, None on ``/ws/``."""

    claims: Claims
    only: str | None
    request_id: str = "-"

    @property
    def sessions(self) -> tuple[str, ...]:
        """The sessions that this socket is to hear of."""
        if self.only is None:
            return self.claims.sessions
        return (self.only,) if self.only in self.claims.sessions else ()


def admit(request: Request, *, origins: frozenset[str], verify: Verify) -> Admission:
    """Return what ``request`` opens; HandshakeError where it opens nothing."""
    if not request.path.startswith(ROOT) or "/" in request.path[len(ROOT) :]:
        raise HandshakeError(HTTPStatus.NOT_FOUND, "There is nothing here.")
    _check_upgrade(request)
    if request.version.strip() != "13":
        raise HandshakeError(
            HTTPStatus.UPGRADE_REQUIRED,
            "Only version 13 of the WebSocket protocol is spoken here.",
            {"Sec-WebSocket-Version": "13"},
        )
    if request.origin is not None and request.origin not in origins:
        raise HandshakeError(HTTPStatus.FORBIDDEN, "This origin is not ours.")
    claims = _claims(_tokens(request.protocols), verify)
    only = request.path[len(ROOT) :] or None
    if only is not None and only not in claims.sessions:
        raise HandshakeError(HTTPStatus.NOT_FOUND, "The ticket names no such session.")
    return Admission(claims, only, request.id)


def accept(request: Request) -> bytes:
    """Return the answer that opens the socket of an admitted ``request`` (RFC 6455, 4.2.2)."""
    token = generate_accept_token(request.key.strip().encode())
    lines = (
        b"HTTP/1.1 101 Switching Protocols",
        b"Upgrade: websocket",
        b"Connection: Upgrade",
        b"Sec-WebSocket-Accept: " + token,
        # Never what the client has offered: its ticket is among it.
        b"Sec-WebSocket-Protocol: " + SUBPROTOCOL.encode(),
    )
    return b"\r\n".join((*lines, b"", b""))


def _check_upgrade(request: Request) -> None:
    """RFC 6455, 4.2.1: GET, HTTP/1.1 or later, and both headers; and no body."""
    if (
        request.method != "GET"
        or request.http_version == "HTTP/1.0"
        or "websocket" not in _lowered(request.upgrade)
        or "upgrade" not in _lowered(request.connection)
        or request.has_body
    ):
        raise HandshakeError(HTTPStatus.BAD_REQUEST, "This is not a WebSocket upgrade.")
    if not _is_key(request.key.strip()):
        raise HandshakeError(HTTPStatus.BAD_REQUEST, "Sec-WebSocket-Key is not 16 bytes in base64.")


def _claims(protocols: list[str], verify: Verify) -> Claims:
    if SUBPROTOCOL not in protocols:
        raise HandshakeError(HTTPStatus.BAD_REQUEST, f"{SUBPROTOCOL} is not offered.")
    tickets = [name for name in protocols if name.startswith(TICKET_PREFIX)]
    if len(tickets) != 1:
        raise HandshakeError(HTTPStatus.UNAUTHORIZED, "There is not one ticket.")
    try:
        return verify(tickets[0].removeprefix(TICKET_PREFIX))
    except TicketError as error:
        raise HandshakeError(HTTPStatus.UNAUTHORIZED, "The ticket opens nothing.") from error


def _request_id(given: str) -> str:
    """Return what nginx has named it; whoever comes directly may send anything."""
    return given if len(given) <= 64 and given.isascii() and given.isalnum() else "-"


def _is_key(key: str) -> bool:
    try:
        return len(base64.b64decode(key, validate=True)) == 16
    except ValueError:  # binascii.Error is one; so is what is not ASCII
        return False


def _tokens(header: str) -> list[str]:
    return [token.strip() for token in header.split(",")]


def _lowered(header: str) -> list[str]:
    return [token.lower() for token in _tokens(header)]
