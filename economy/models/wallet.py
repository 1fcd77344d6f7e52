"""A wallet: how many coins somebody has, as the sum of its entries."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from economy.amounts import MAX_COINS


class WalletKind(models.TextChoices):
    """Whose it is. There is one bank; it owes what is in circulation."""

    USER = "user"
    BANK = "bank"


class WalletManager(models.Manager["Wallet"]):
    def bank(self) -> "Wallet":
        """Return the bank's wallet, where every coin comes from."""
        return self.get_or_create(kind=WalletKind.BANK)[0]


class Wallet(models.Model):
    """``balance`` is what the entries add up to; ``manage.py check_ledger`` proves it.

    ``held`` coins, those of the opening, cannot be spent until ``held_until``.
    ``version`` counts the changes, so that who hears of two the wrong way round can tell.

    Accounts are never deleted but become tombstones, and so their wallets keep their entries.
    """

    kind = models.CharField(max_length=4, choices=WalletKind.choices, default=WalletKind.USER)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="wallet"
    )
    balance = models.BigIntegerField(default=0)
    held = models.BigIntegerField(default=0)
    held_until = models.DateTimeField(null=True)
    version = models.PositiveBigIntegerField(default=0)

    objects = WalletManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="wallet_is_a_users_or_the_banks",
                condition=Q(kind=WalletKind.USER, user__isnull=False)
                | Q(kind=WalletKind.BANK, user=None),
            ),
            models.UniqueConstraint(
                name="one_bank", fields=["kind"], condition=Q(kind=WalletKind.BANK)
            ),
            models.CheckConstraint(
                name="no_negative_wallet", condition=Q(kind=WalletKind.BANK) | Q(balance__gte=0)
            ),
            models.CheckConstraint(
                name="wallet_is_bounded",
                condition=Q(balance__gte=-MAX_COINS, balance__lte=MAX_COINS, held__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user or self.kind)

    def held_at(self, now: datetime) -> int:
        """Return how many coins cannot be spent yet at ``now``."""
        is_held = self.held_until is not None and now < self.held_until
        return min(self.held, self.balance) if is_held else 0

    def spendable(self, now: datetime) -> int:
        """Return how many coins can be spent at ``now``."""
        return self.balance - self.held_at(now)
