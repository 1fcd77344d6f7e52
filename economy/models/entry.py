"""An entry: one side of a transfer."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from economy.amounts import MAX_COINS
from economy.models.transfer import Transfer
from economy.models.wallet import Wallet


class Entry(models.Model):
    """``amount`` coins came into ``wallet``, or went where it is negative.

    Never changed and never deleted: the database refuses it (:mod:`economy.triggers`).
    """

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="entries")
    wallet = models.ForeignKey(Wallet, on_delete=models.PROTECT, related_name="entries")
    amount = models.BigIntegerField()
    balance_after = models.BigIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_entry_a_wallet_and_transfer", fields=["transfer", "wallet"]
            ),
            models.CheckConstraint(
                name="entry_is_bounded",
                condition=Q(amount__gte=-MAX_COINS, amount__lte=MAX_COINS) & ~Q(amount=0),
            ),
        ]
        indexes = [models.Index(name="entries_of_wallet", fields=["wallet", "-created_at"])]

    def __str__(self) -> str:
        return f"{self.amount:+} {self.transfer_id}"
