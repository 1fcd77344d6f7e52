"""JSON Web Tokens that name the device on which they may be used.

A token alone cannot be taken back; the device that it names can, so every use
looks that up. Source: RFC 7519; the claims are simplejwt's and ``device``.
"""

from dataclasses import dataclass
from typing import Self
from uuid import UUID

from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken, Token, UntypedToken

from accounts.models import Device

DEVICE_CLAIM = "device"
USER_CLAIM = "user_id"


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom a token names: the device, and the user whose it was then."""

    device: UUID
    user: int

    @classmethod
    def of_access(cls, token: str) -> Self:
        """Read an access token; TokenError where it is none, or too old."""
        return cls._of(AccessToken(token))  # type: ignore[arg-type]

    @classmethod
    def of_refresh(cls, token: str) -> Self:
        """Read a refresh token; TokenError where it is none, or too old."""
        return cls._of(RefreshToken(token))  # type: ignore[arg-type]

    @classmethod
    def of_any(cls, token: str) -> Self:
        """Read either; TokenError where it is neither, or too old."""
        return cls._of(UntypedToken(token))  # type: ignore[arg-type]

    @classmethod
    def _of(cls, token: Token) -> Self:
        try:
            return cls(device=UUID(token[DEVICE_CLAIM]), user=int(token[USER_CLAIM]))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise TokenError("The token names no device.") from error


def access(device: Device) -> str:
    """Return an access token for ``device``, good for SIMPLE_JWT's lifetime."""
    return str(_naming(AccessToken(), device))


def refresh(device: Device) -> str:
    """Return the refresh token of a program's ``device``; it ends with the device."""
    token = _naming(RefreshToken(), device)
    if device.expires_at is not None:
        token.payload["exp"] = int(device.expires_at.timestamp())
    return str(token)


def _naming(token: Token, device: Device) -> Token:
    token[USER_CLAIM] = str(device.user_id)
    token[DEVICE_CLAIM] = str(device.id)
    return token
