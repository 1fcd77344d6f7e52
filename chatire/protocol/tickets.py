"""Tickets: signed statements with which a client opens a socket.

The application signs who the user is, on which device, and in which chat
sessions; the gateway verifies that without asking anybody. Signing and
verifying stand side by side so that neither can drift from the other.

Source: RFC 7519 (JSON Web Token), HMAC-SHA-256 with a key of its own, so that
a ticket is no access token and an access token is no ticket.
"""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import jwt
from jwt.algorithms import HMACAlgorithm

LIFETIME = 30.0
"""Seconds for which a ticket opens sockets, as often as its holder likes."""

_NONE: frozenset[str] = frozenset()
"""One for all: each of its own would be 200 bytes."""

_ALGORITHM = "HS256"
_AUDIENCE = "chatire.gateway"


class TicketError(Exception):
    """The ticket is missing, forged, expired or not a ticket at all."""


class _Hmac(HMACAlgorithm):
    """Looks once at each key, whether it is none of another algorithm's: that takes longer than
    all the rest of a ticket."""

    prepare_key = cache(HMACAlgorithm.prepare_key)


_signatures = jwt.PyJWS(algorithms=[_ALGORITHM])
_signatures.unregister_algorithm(_ALGORITHM)
_signatures.register_algorithm(_ALGORITHM, _Hmac(HMACAlgorithm.SHA256))


@dataclass(frozen=True, slots=True)
class Claims:
    """What a ticket says.

    ``user`` is the contract's user object ``{id, username, first_name,
    last_name}``; ``device`` identifies the sign-in; ``sessions`` are uris;
    ``issued_at`` is in seconds since the epoch, with fractions: it is compared
    with the times of revocations. ``quiet`` are those of the sessions with so many
    members that neither presence nor typing is told; an ``invisible`` user's never is.
    """

    user: dict[str, Any]
    device: str
    sessions: tuple[str, ...]
    issued_at: float
    quiet: frozenset[str] = frozenset()
    invisible: bool = False

    @property
    def user_id(self) -> int:
        return int(self.user["id"])


def sign(claims: Claims, *, key: str, lifetime: float = LIFETIME) -> str:
    """Return ``claims`` as a compact JWT that expires ``lifetime`` seconds after its issue."""
    payload = {
        "aud": _AUDIENCE,
        "user": claims.user,
        "device": claims.device,
        # Each session once: a ticket travels in a header.
        "sessions": [uri for uri in claims.sessions if uri not in claims.quiet],
        "quiet": [uri for uri in claims.sessions if uri in claims.quiet],
        "invisible": claims.invisible,
        "iat": claims.issued_at,
        "exp": claims.issued_at + lifetime,
    }
    return _signatures.encode(_compact(payload), key, algorithm=_ALGORITHM)


def verify(ticket: str, *, key: str, now: float) -> Claims:
    """Return what ``ticket`` says.

    Raises TicketError unless it was signed with ``key`` and is not expired at
    ``now`` (seconds since the epoch).
    """
    try:
        payload = json.loads(_signatures.decode(ticket, key, algorithms=[_ALGORITHM]))
        if payload["aud"] != _AUDIENCE:
            raise TicketError("not for the gateway")
        claims = Claims(
            user=dict(payload["user"]),
            device=str(payload["device"]),
            sessions=tuple(map(str, [*payload["sessions"], *payload["quiet"]])),
            issued_at=float(payload["iat"]),
            quiet=frozenset(map(str, payload["quiet"])) or _NONE,
            invisible=bool(payload["invisible"]),
        )
        expires_at = float(payload["exp"])
        int(claims.user["id"])
    except (jwt.InvalidTokenError, KeyError, TypeError, ValueError) as error:
        raise TicketError(str(error)) from error
    if now >= expires_at:
        raise TicketError("expired")
    return claims


def _compact(payload: dict[str, Any]) -> bytes:
    return json.dumps(payload, separators=(",", ":")).encode()
