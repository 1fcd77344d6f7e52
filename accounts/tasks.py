"""Slow and periodic work, run by Celery's worker."""

import time
from typing import Any

from celery import shared_task
from django.utils import timezone
from djoser.conf import settings as djoser_settings

from accounts.actions import devices, places
from accounts.models import User


@shared_task  # type: ignore[untyped-decorator]
def send_password_reset(email: str) -> None:
    """Write to the owner of ``email`` how to set a new password, if there is one."""
    user = User.objects.filter(email=email, is_active=True).first()
    if user is not None and user.has_usable_password():
        _send(djoser_settings.EMAIL.password_reset, user)


@shared_task  # type: ignore[untyped-decorator]
def send_activation(email: str) -> None:
    """Write to the owner of ``email`` how to activate his account, if one waits for it."""
    waiting = User.objects.filter(is_active=False, disabled_at=None, deleted_at=None)
    user = waiting.filter(email=email).first()
    if user is not None:
        _send(djoser_settings.EMAIL.activation, user)


@shared_task  # type: ignore[untyped-decorator]
def delete_expired_devices() -> None:
    """Sign out what was not used for long, and forget what ended long ago."""
    devices.delete_expired(now=timezone.now())


@shared_task  # type: ignore[untyped-decorator]
def delete_stale_throttles() -> None:
    """Forget tries that count no more."""
    places.delete_stale(now=time.time())


def _send(message: Any, user: User) -> None:
    # Without a request: djoser would take names for the links from its Host.
    message(None, {"user": user}).send([user.email])
