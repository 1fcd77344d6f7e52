"""A member: one user's place in one chat session."""

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone

from chat.models.chat_session import ChatSession


class Role(models.TextChoices):
    """What a member may do."""

    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"


MANAGERS = frozenset({Role.OWNER, Role.ADMIN})
"""Roles that may add and remove others, and change the session."""


class MemberQuerySet(models.QuerySet["Member"]):
    def shown(self) -> "MemberQuerySet":
        """Return the members with their users, the owner first, then by time of joining."""
        owner_first = Case(When(role=Role.OWNER, then=Value(0)), default=Value(1))
        return self.select_related("user").order_by(owner_first, "joined_at", "pk")


class Member(models.Model):
    session = models.ForeignKey(ChatSession, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=6, choices=Role.choices, default=Role.MEMBER)
    last_read_seq = models.PositiveBigIntegerField(default=0)
    joined_at = models.DateTimeField(default=timezone.now)

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_membership_a_user", fields=["session", "user"]),
            models.UniqueConstraint(
                name="one_owner_a_session", fields=["session"], condition=Q(role=Role.OWNER)
            ),
            models.CheckConstraint(name="member_role_known", condition=Q(role__in=Role.values)),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.session}"
