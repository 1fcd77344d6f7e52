"""An event: one place in a chat session's log, published or not yet."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.db.models import Q

from chat.models.chat_session import ChatSession
from chat.models.message import Message

# In SQL: Django takes ten times longer to write it than the database to do it.
_APPEND = """
    INSERT INTO chat_event (session_id, seq, type, at, message_id, data)
    VALUES (%s, %s, %s, %s, %s, %s) RETURNING id
"""


class EventManager(models.Manager["Event"]):
    def append(
        self,
        session: ChatSession,
        type: str,
        *,
        seq: int,
        at: datetime,
        message: Message | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> int:
        """Insert the event at place ``seq`` of the session's log, unpublished; return its key."""
        stored = Event._meta.get_field("data").get_db_prep_save(data, connection)
        moment = connection.ops.adapt_datetimefield_value(at)
        with connection.cursor() as cursor:
            cursor.execute(
                _APPEND, [session.pk, seq, type, moment, message.pk if message else None, stored]
            )
            (pk,) = cursor.fetchone()
        return int(pk)

    def note_published(self, pks: Sequence[int], *, at: datetime) -> None:
        """Note of those of the events ``pks`` that were unpublished that they are not."""
        moment = connection.ops.adapt_datetimefield_value(at)
        among = ", ".join(["%s"] * len(pks))
        with connection.cursor() as cursor:
            cursor.execute(
                # Only placeholders are put together here.
                "UPDATE chat_event SET published_at = %s"  # noqa: S608
                f" WHERE id IN ({among}) AND published_at IS NULL",
                [moment, *pks],
            )


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

    objects = EventManager()

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
