"""What follows in the economy from what accounts decide."""

from typing import Any

from django.dispatch import receiver

from accounts.models import User
from accounts.signals import account_disabled
from economy.actions import market, preferences


@receiver(account_disabled)
def leave(user: User, **kwargs: Any) -> None:
    """Take a disabled or deleted account off the market.

    A deleted one loses its items and its name among the winners. Its wallet and its entries
    stay: the account itself becomes a tombstone, and the sum of all entries must not change.
    """
    market.leave(user)
    if user.deleted_at is not None:
        market.give_up_items(user)
        preferences.forget(user)
