"""A transfer: coins that went from one wallet to another, for one reason and once."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class TransferKind(models.TextChoices):
    """Why."""

    OPENING = "opening"
    LOTTERY = "lottery"
    TRADE = "trade"


class Transfer(models.Model):
    """Never changed and never deleted: the database refuses it (:mod:`economy.triggers`).

    ``reference`` names the cause (``opening:<user id>``, ``draw:<number>``, ``trade:<sale id>``);
    that it is unique is what keeps anybody from being paid twice. ``memo`` is what was sold.
    """

    kind = models.CharField(max_length=7, choices=TransferKind.choices)
    reference = models.CharField(max_length=64, unique=True)
    memo = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="transfer_kind_known", condition=Q(kind__in=TransferKind.values)
            )
        ]

    def __str__(self) -> str:
        return self.reference
