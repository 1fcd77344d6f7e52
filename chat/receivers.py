"""Hands to django-notifs what was committed, and to the gateways what accounts decide."""

import logging
from typing import Any

from django.dispatch import receiver
from django.utils import timezone
from kombu.exceptions import OperationalError
from notifications.utils import notify

from accounts.models import Device, User
from accounts.signals import account_disabled, device_ended
from chat import events
from chat.channels import WebSocketChannel
from chat.circuit import Circuit
from chat.publications import Publication
from chat.signals import committed
from chatire.protocol.revocations import Revocation, RevocationType

task_queue = Circuit("the task queue", logger=logging.getLogger(__name__))
"""Only django-notifs' Celery backend can fail here: our provider never raises."""


@receiver(committed)
def deliver(publication: Publication, **kwargs: Any) -> None:
    """Send ``publication`` on its way; what fails stays unpublished, for the sweeper."""
    if not task_queue.may_try():
        return
    try:
        notify(
            silent=True,
            channels=[WebSocketChannel.name],
            extra_data={"data": publication.to_payload(), "context": {}},
        )
    except OperationalError as error:
        task_queue.open(repr(error))
    else:
        task_queue.close()


@receiver(device_ended)
def revoke_device(device: Device, **kwargs: Any) -> None:
    """Have the sockets of a device that was signed out closed."""
    now = timezone.now()
    revocation = Revocation(
        type=RevocationType.DEVICE,
        user=device.user_id,
        at=now.timestamp(),
        device=str(device.pk),
        reason="signed out",
    )
    events.revoke(revocation, at=now)


@receiver(account_disabled)
def revoke_account(user: User, **kwargs: Any) -> None:
    """Have every socket of an account that was disabled closed."""
    now = timezone.now()
    revocation = Revocation(
        type=RevocationType.ACCOUNT, user=user.pk, at=now.timestamp(), reason="disabled"
    )
    events.revoke(revocation, at=now)
