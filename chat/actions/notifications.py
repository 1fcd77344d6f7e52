"""Notifies users, notes what they have read, and forgets what is old."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from chat import events
from chat.models import Notification
from chat.serializers.notifications import ToldSerializer
from chatire.protocol.events import UserType

BATCH = 2000


@transaction.atomic
def notify_user(
    user: User, *, kind: str, text: str, url: str, data: Mapping[str, Any] | None = None
) -> Notification:
    """Write ``user`` a notification, and tell it to whatever sockets he holds.

    In the caller's transaction, if there is one: he is told of what is committed.
    """
    now = timezone.now()
    notification = Notification.objects.create(
        user=user, kind=kind, text=text, url=url, data=dict(data or {}), created_at=now
    )
    told = ToldSerializer().to_representation(notification)
    events.tell(user, UserType.NOTIFICATION, at=now, data=told)
    return notification


def mark_read(user: User, *, up_to: int, kind: str | None = None) -> None:
    """Note that ``user`` has read the notification ``up_to`` and all before it, of one kind or any.

    Raises Notification.DoesNotExist where ``up_to`` is not one of his.
    """
    mine = Notification.objects.filter(user=user)
    mine.get(pk=up_to)
    unread = mine.filter(pk__lte=up_to, read_at=None)
    if kind is not None:
        unread = unread.filter(kind=kind)
    unread.update(read_at=timezone.now())


def forget_notifications(*, before: datetime) -> int:
    """Delete the notifications of before ``before``, read or not; return how many."""
    deleted = 0
    while True:
        old = Notification.objects.filter(created_at__lt=before).order_by("created_at")
        pks = list(old.values_list("pk", flat=True)[:BATCH])
        deleted += Notification.objects.filter(pk__in=pks).delete()[0]
        if len(pks) < BATCH:
            return deleted
