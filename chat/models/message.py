"""A message, as typed."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection, models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from chat.models.chat_session import ChatSession

MESSAGE_LENGTH = 4000
"""Unicode code points of a message, after trimming."""

# In SQL: Django takes ten times longer to write it than the database to do it.
_POST = """
    INSERT INTO chat_message (session_id, user_id, seq, message, created_at, client_message_id)
    SELECT %s, %s, %s, %s, %s, %s
    WHERE EXISTS (SELECT 1 FROM chat_member WHERE session_id = %s AND user_id = %s)
    RETURNING id
"""


class MessageManager(models.Manager["Message"]):
    def post(
        self,
        session: ChatSession,
        user: User,
        *,
        seq: int,
        text: str,
        at: datetime,
        client_message_id: UUID | None,
    ) -> "Message | None":
        """Insert and return a message, if ``user`` is a member of ``session`` at that moment.

        Whoever holds the session's lock (``ChatSession.take_seq``) can rely on it: a removal
        takes that too.
        """
        of_client = Message._meta.get_field("client_message_id")
        values = [
            session.pk,
            user.pk,
            seq,
            text,
            connection.ops.adapt_datetimefield_value(at),
            of_client.get_db_prep_value(client_message_id, connection),
        ]
        with connection.cursor() as cursor:
            cursor.execute(_POST, [*values, session.pk, user.pk])
            inserted = cursor.fetchone()
        if inserted is None:
            return None
        message = Message(
            pk=inserted[0],
            session=session,
            user=user,
            seq=seq,
            message=text,
            created_at=at,
            client_message_id=client_message_id,
        )
        message._state.adding = False
        return message


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

    objects = MessageManager()

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
