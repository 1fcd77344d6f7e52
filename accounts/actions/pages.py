"""The page's sign-in: kept alive by a refresh token that changes on each use."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.actions import devices
from accounts.models import Device, DeviceKind
from accounts.refresh import RefreshToken

GRACE = timedelta(seconds=10)
"""How long a refresh token still works after its successor was made: two tabs
may send it at once, and an answer may be lost on its way."""


class SignedOutError(Exception):
    """The refresh token opens nothing (any more)."""


def rotate(token: RefreshToken) -> Device:
    """Make the successor of ``token`` and return its device, where that is due.

    The device's ``generation`` names the present token, also for those who come
    with its predecessor within the grace time: they get the same successor.
    Raises SignedOutError for all others; an older token is in two hands, so it
    also ends the device.
    """
    device = _alive(token)
    if token.generation == device.generation:
        if _advance(device):
            return device
        device = _alive(token)  # another tab was faster
    if _in_grace(token, device):
        return device
    if token.generation < device.generation:
        devices.end(device)
    raise SignedOutError


@transaction.atomic
def end(token: RefreshToken) -> None:
    """Sign the page out that holds ``token``, however old that is."""
    device = Device.objects.filter(pk=token.device, kind=DeviceKind.PAGE).first()
    if device is not None:
        devices.end(device)


def _alive(token: RefreshToken) -> Device:
    device = (
        Device.objects.alive(at=timezone.now())
        .filter(pk=token.device, kind=DeviceKind.PAGE)
        .first()
    )
    if device is None:
        raise SignedOutError
    return device


def _advance(device: Device) -> bool:
    """Step to the next generation; False where somebody else just has.

    One UPDATE on columns of this row alone, so that of two at once the second
    waits for the first and then finds another generation.
    """
    now = timezone.now()
    present = Device.objects.filter(pk=device.pk, generation=device.generation, ended_at=None)
    stepped = present.update(
        generation=F("generation") + 1,
        rotated_at=now,
        last_used_at=now,
        expires_at=now + devices.LIFETIMES[DeviceKind.PAGE],
    )
    device.generation += stepped
    return bool(stepped)


def _in_grace(token: RefreshToken, device: Device) -> bool:
    if token.generation != device.generation - 1 or device.rotated_at is None:
        return False
    return timezone.now() - device.rotated_at <= GRACE
