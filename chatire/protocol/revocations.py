"""Revocations: what every gateway worker is told when a right ends.

Published to :data:`chatire.protocol.topology.CONTROL`. A worker closes or
unbinds what the revocation names, and for a while refuses tickets that were
issued before it.
"""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from chatire.protocol.events import decode, encode


class RevocationType(StrEnum):
    """Which right has ended."""

    MEMBERSHIP = "membership.revoked"
    DEVICE = "device.revoked"
    ACCOUNT = "account.disabled"


@dataclass(frozen=True, slots=True)
class Revocation:
    """A right of user ``user`` that ended at ``at`` (seconds since the epoch).

    ``session`` is set for a membership, ``device`` for a device. ``reason`` is
    what the client is told: ``left``, ``removed``, ``signed out``, ``disabled``.
    """

    type: RevocationType
    user: int
    at: float
    session: str | None = None
    device: str | None = None
    reason: str = ""

    def encode(self) -> bytes:
        return encode(asdict(self))

    @classmethod
    def decode(cls, body: bytes) -> "Revocation":
        """Return the revocation in ``body``; ValueError where it is none."""
        fields: dict[str, Any] = decode(body)
        try:
            return cls(**{**fields, "type": RevocationType(fields["type"])})
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a revocation: {error}") from error
