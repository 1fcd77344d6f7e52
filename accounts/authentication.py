"""Who sends a request: a device, read from the Authorization header.

Each class answers with the user and, as ``request.auth``, the device; one
query does both. A device that has ended is nobody from the next request on.
"""

from datetime import datetime

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework_simplejwt.exceptions import TokenError

from accounts import keys
from accounts.actions import devices
from accounts.models import Device, DeviceKind, User
from accounts.tokens import Bearer
from chatire.statements import Parameter, Statement

# Every request begins with one of these. Whether the device is alive is decided in Python, which
# takes less than writing that down for the database.
_OF_KEY = Statement(
    lambda: Device.objects.select_related("user").filter(token_hash=Parameter("token_hash"))
)
_NAMED = Statement(
    lambda: Device.objects.select_related("user").filter(
        pk=Parameter("device", Device._meta.pk), user=Parameter("user")
    )
)

CHALLENGE = 'Token realm="chatire"'
"""What a 401 asks for. No browser opens a dialog of its own for this scheme."""


class DeviceAuthentication(BaseAuthentication):
    """Reads ``<scheme> <credential>`` and finds the device that it stands for."""

    schemes: frozenset[str] = frozenset()

    def authenticate(self, request: Request) -> tuple[User, Device] | None:
        try:
            scheme, _, credential = get_authorization_header(request).decode("ascii").partition(" ")
        except UnicodeDecodeError:
            raise AuthenticationFailed("The Authorization header is not ASCII.") from None
        if scheme.lower() not in self.schemes:
            return None
        now = timezone.now()
        device = self.find(credential.strip(), now=now)
        devices.touch(device, now=now)
        return device.user, device

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE

    def find(self, credential: str, *, now: datetime) -> Device:
        """Return the living device; AuthenticationFailed where there is none."""
        raise NotImplementedError


class TokenAuthentication(DeviceAuthentication):
    """``Authorization: Token <key>``, for programs."""

    schemes = frozenset({"token"})

    def find(self, credential: str, *, now: datetime) -> Device:
        device = _OF_KEY.one(token_hash=keys.digest(credential))
        if device is None or device.kind != DeviceKind.TOKEN or not device.is_alive(at=now):
            raise AuthenticationFailed("Invalid token.")
        return device


class AccessTokenAuthentication(DeviceAuthentication):
    """``Authorization: JWT <access>`` or ``Bearer <access>``, for programs and the page."""

    schemes = frozenset({"jwt", "bearer"})

    def find(self, credential: str, *, now: datetime) -> Device:
        try:
            bearer = Bearer.of_access(credential)
        except TokenError:
            raise AuthenticationFailed("Token is invalid or expired.") from None
        device = alive(bearer, now=now)
        if device is None:
            raise AuthenticationFailed("This device is signed out.")
        return device


def alive(bearer: Bearer, *, now: datetime) -> Device | None:
    """Return the living device that ``bearer`` names, with its user, if any."""
    device = _NAMED.one(device=bearer.device, user=bearer.user)
    if device is None or device.kind == DeviceKind.TOKEN or not device.is_alive(at=now):
        return None
    return device
