"""One sign-in: what a key or a token stands for, and what a sign-out ends."""

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q


class DeviceKind(models.TextChoices):
    """How the device proves itself on each request."""

    TOKEN = "token", "program with a key"
    JWT = "jwt", "program with a pair of JWTs"
    PAGE = "page", "browser page"


class DeviceQuerySet(models.QuerySet["Device"]):
    def alive(self, *, at: datetime) -> Self:
        """Return those that may still act at ``at``; says the same as ``Device.is_alive``."""
        return self.filter(
            Q(expires_at=None) | Q(expires_at__gt=at), ended_at=None, user__is_active=True
        )

    def expired(self, *, at: datetime) -> Self:
        """Return those whose time ran out before ``at`` and that nobody has ended."""
        return self.filter(ended_at=None, expires_at__lte=at)


class Device(models.Model):
    """A login. No secret stands here: the key of a program as its SHA-256 alone,
    the page's refresh token not at all (it follows from ``id`` and ``generation``,
    see :mod:`accounts.refresh`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="devices"
    )
    kind = models.CharField(max_length=8, choices=DeviceKind)
    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    generation = models.PositiveIntegerField(default=0, editable=False)
    rotated_at = models.DateTimeField(null=True, editable=False)
    label = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=DeviceKind.TOKEN, token_hash__isnull=False)
                | Q(kind__in=[DeviceKind.JWT, DeviceKind.PAGE], token_hash=None),
                name="device_key_belongs_to_token",
            ),
        ]
        indexes = [
            # The periodic clean-up looks for these two.
            models.Index(fields=["expires_at"], condition=Q(ended_at=None), name="device_expiry"),
            models.Index(
                fields=["ended_at"], condition=Q(ended_at__isnull=False), name="device_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.id}"

    def is_alive(self, *, at: datetime) -> bool:
        """Say whether this may still act at ``at``; says the same as ``DeviceQuerySet.alive``."""
        in_time = self.expires_at is None or self.expires_at > at
        return in_time and self.ended_at is None and self.user.is_active
