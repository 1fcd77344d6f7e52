"""A chat session: who may speak there, and how far its log has come."""

import secrets
from datetime import UTC, datetime
from typing import Any, Self

from django.conf import settings
from django.db import connection, models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from chatire.statements import Parameter, Statement

URI_LENGTH = 15
TITLE_LENGTH = 100


class Kind(models.TextChoices):
    """Whether somebody who knows the address may join by himself."""

    OPEN = "open"
    PRIVATE = "private"


def new_uri() -> str:
    """Return 15 lowercase hexadecimal characters that nobody can guess."""
    return secrets.token_hex((URI_LENGTH + 1) // 2)[:URI_LENGTH]


class ChatSessionQuerySet(models.QuerySet["ChatSession"]):
    def for_member(self, user: User | Parameter) -> Self:
        """Return the sessions of ``user``, each with his ``role`` and ``last_read_seq``.

        This is the authorisation: what is not in here does not exist for him.
        """
        return self.filter(members__user=user).annotate(
            role=F("members__role"), last_read_seq=F("members__last_read_seq")
        )

    def find(self, uri: str, *, member: User) -> "ChatSession | None":
        """Return what ``for_member`` has at ``uri``: most calls begin with it."""
        return _FIND.one(uri=uri, user=member.pk)

    def of_member(self, user: User) -> list["ChatSession"]:
        """Return the sessions of ``user`` alone, the most recently active first.

        Everybody syncs at the same time after a restart, and this is what a sync that
        brings nothing new consists of.
        """
        return list(_OF_MEMBER.each(user=user.pk))

    def with_counts(self, user: User) -> Self:
        """Add to ``for_member`` what a session object counts and shows for ``user``."""
        from chat.models.member import Member
        from chat.models.message import Message

        members = Member.objects.filter(session=OuterRef("pk")).order_by().values("session")
        messages = Message.objects.filter(session=OuterRef("pk"))
        unread = (
            messages.filter(seq__gt=OuterRef("last_read_seq"), deleted_at=None)
            .exclude(user=user)
            .order_by()
            .values("session")
        )
        return self.select_related("owner").annotate(
            member_count=Coalesce(Subquery(members.annotate(n=Count("pk")).values("n")), 0),
            unread_count=Coalesce(Subquery(unread.annotate(n=Count("pk")).values("n")), 0),
            last_message_id=Subquery(messages.order_by("-seq").values("pk")[:1]),
        )


class ChatSession(models.Model):
    uri = models.CharField(max_length=URI_LENGTH, unique=True, default=new_uri, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="owned_sessions"
    )
    title = models.CharField(max_length=TITLE_LENGTH, blank=True)
    kind = models.CharField(max_length=7, choices=Kind.choices, default=Kind.OPEN)
    last_seq = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    active_at = models.DateTimeField(default=timezone.now, db_index=True)

    removed_at = models.DateTimeField(null=True, editable=False)
    """When somebody was removed last; see :mod:`chat.removals`."""

    objects = ChatSessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="session_kind_known", condition=Q(kind__in=Kind.values))
        ]

    def __str__(self) -> str:
        return self.title or self.uri

    def take_seq(self, now: datetime) -> int:
        """Take and return the next place in the log; its holder locks the session.

        The row stays locked until the transaction ends, so places are given
        out in the order of the commits, without a gap. One statement, since it
        stands in the way of every message: UPDATE ... RETURNING, which SQLite
        (3.35) and PostgreSQL understand alike.
        """
        moment = connection.ops.adapt_datetimefield_value(now)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE chat_chatsession SET last_seq = last_seq + 1, active_at = %s"
                " WHERE id = %s RETURNING last_seq, removed_at",
                [moment, self.pk],
            )
            self.last_seq, removed_at = cursor.fetchone()
        self.removed_at = _moment(removed_at)
        self.active_at = now
        return self.last_seq


_FIND = Statement(
    lambda: ChatSession.objects.for_member(Parameter("user")).filter(uri=Parameter("uri"))
)
_OF_MEMBER = Statement(
    lambda: ChatSession.objects.filter(members__user=Parameter("user")).order_by("-active_at")
)


def _moment(stored: Any) -> datetime | None:
    """Return what the database stores of a moment as an aware datetime: SQLite stores text."""
    if stored is None or (isinstance(stored, datetime) and stored.tzinfo is not None):
        return stored
    naive = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return naive.replace(tzinfo=UTC)
