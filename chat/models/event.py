"""An event: one place in a chat session's log, published or not yet."""

from django.db import models
from django.db.models import Q

from chat.models.chat_session import ChatSession
from chat.models.message import Message


class Event(models.Model):
    """A durable event.

    One about a message points to it and is rendered from it at reading, so that
    what was edited or deleted cannot be read out of the log. Any other carries
    its ``data``.
    """

    session = models.ForeignKey(ChatSession, on_delete=models.CASCADE, related_name="events")
    seq = models.PositiveBigIntegerField()
    type = models.CharField(max_length=32)
    at = models.DateTimeField()
    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, null=True, blank=True, related_name="events"
    )
    data = models.JSONField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_event_a_place", fields=["session", "seq"]),
            models.CheckConstraint(
                name="event_has_message_or_data",
                condition=Q(message=None, data__isnull=False) | Q(message__isnull=False, data=None),
            ),
        ]
        indexes = [
            # What the sweeper asks every second; it holds a handful of rows.
            models.Index(name="unpublished", fields=["at"], condition=Q(published_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.session} {self.seq} {self.type}"
