"""Devices: started by a sign-in, ended by a sign-out, a password or the clock."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from rest_framework_simplejwt.settings import api_settings

from accounts import keys
from accounts.models import Device, DeviceKind, User
from accounts.signals import device_ended

LIFETIMES = {
    # A program's key lives as long as the program runs at least once a year.
    DeviceKind.TOKEN: timedelta(days=365),
    DeviceKind.JWT: api_settings.REFRESH_TOKEN_LIFETIME,
    # A page that is not opened for a month is signed out.
    DeviceKind.PAGE: timedelta(days=30),
}

KEPT = timedelta(days=30)
"""How long an ended device can still be looked up in the admin."""

_TOUCH_EVERY = timedelta(hours=1)
_BATCH = 500


class SignInOvertakenError(Exception):
    """The account was disabled, or its password changed, while it signed in."""


class Started(NamedTuple):
    """A new device, and its key where it is a program's: shown now or never."""

    device: Device
    key: str | None


@transaction.atomic
def start(user: User, kind: DeviceKind, *, label: str = "") -> Started:
    """Sign ``user`` in on a device of its own.

    Raises SignInOvertakenError where what was checked of ``user`` is not so any
    more: a password change ends all devices, and must not miss the one whose
    old password was being checked at that moment.
    """
    now = timezone.now()
    unchanged = User.objects.filter(pk=user.pk, is_active=True, password=user.password)
    if not unchanged.update(last_login=now):
        raise SignInOvertakenError
    key = keys.new() if kind == DeviceKind.TOKEN else None
    device = Device.objects.create(
        user=user,
        kind=kind,
        label=label[:200],
        token_hash=key and keys.digest(key),
        expires_at=now + LIFETIMES[kind],
    )
    return Started(device, key)


@transaction.atomic
def end(device: Device) -> bool:
    """Sign ``device`` out; False where it was already."""
    now = timezone.now()
    if not Device.objects.filter(pk=device.pk, ended_at=None).update(ended_at=now):
        return False
    device.ended_at = now
    device_ended.send(sender=Device, device=device)
    return True


@transaction.atomic
def end_all(user: User, *, except_device: Device | None = None) -> None:
    """Sign ``user`` out everywhere, but on ``except_device``."""
    others = Device.objects.filter(user=user, ended_at=None)
    if except_device is not None:
        others = others.exclude(pk=except_device.pk)
    for device in others.order_by("pk"):
        end(device)


def touch(device: Device, *, now: datetime) -> None:
    """Remember that ``device`` was used; a write once an hour, not once a request."""
    if now - device.last_used_at < _TOUCH_EVERY:
        return
    changes = {"last_used_at": now}
    if device.kind == DeviceKind.TOKEN:
        changes["expires_at"] = now + LIFETIMES[DeviceKind.TOKEN]
    Device.objects.filter(pk=device.pk, ended_at=None).update(**changes)


def delete_expired(*, now: datetime) -> int:
    """End what has expired, forget what ended long ago; return how many ended."""
    expired = list(Device.objects.expired(at=now).order_by("expires_at")[:_BATCH])
    ended = sum(end(device) for device in expired)
    Device.objects.filter(ended_at__lt=now - KEPT).delete()
    return ended
