"""A notification: something that one user is told, and finds again until it is forgotten."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Notification(models.Model):
    """``kind`` is what programs go by (``lottery.won``), ``text`` what a person reads.

    ``url`` is a path of the page, and ``data`` what the kind is about, as JSON.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notifications"
    )
    kind = models.CharField(max_length=64)
    text = models.TextField()
    url = models.CharField(max_length=200)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(name="notifications_of_user", fields=["user", "-created_at"]),
            # How many there are is asked with every page of the list.
            models.Index(name="unread", fields=["user"], condition=Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.user_id}"
