"""A message, as typed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from chat.models.chat_session import ChatSession

MESSAGE_LENGTH = 4000
"""Unicode code points of a message, after trimming."""


class Message(models.Model):
    session = models.ForeignKey(ChatSession, on_delete=models.CASCADE, related_name="messages")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="messages"
    )
    seq = models.PositiveBigIntegerField()
    message = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    client_message_id = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_message_a_place", fields=["session", "seq"]),
            models.UniqueConstraint(
                name="one_message_a_client_message_id",
                fields=["user", "session", "client_message_id"],
            ),
            models.CheckConstraint(
                name="deleted_message_is_empty", condition=Q(deleted_at=None) | Q(message="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session} {self.seq}"
