"""Opens wallets, with what a new account gets."""

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.models import User
from economy import catalogue
from economy.actions import ledger
from economy.models import Item, TransferKind, Wallet

OPENING_ITEMS = 3


def wallet_of(user: User) -> Wallet:
    """Return the wallet of ``user``, and open it where there is none yet.

    An account that is older than the economy gets its own the first time that anybody asks.
    """
    found = Wallet.objects.filter(user=user).first()
    if found is not None:
        return found
    try:
        return _open(user)
    except IntegrityError:  # another request was faster
        return Wallet.objects.get(user=user)


def open_missing(*, at_most: int) -> int:
    """Open the wallets of people who have none; return how many."""
    without = User.objects.filter(wallet=None, is_active=True, is_bot=False).order_by("pk")
    return len([wallet_of(user) for user in without[:at_most]])


@transaction.atomic
def _open(user: User) -> Wallet:
    # Counted from the sign-up: accounts that are made to be emptied into one are good for nothing.
    tradeable_at = user.date_joined + settings.ECONOMY_HOLD
    coins = settings.ECONOMY_OPENING_COINS
    wallet = Wallet.objects.create(user=user, held=coins, held_until=tradeable_at)
    Item.objects.bulk_create(
        Item(kind=thing.kind, name=thing.name, owner=user, tradeable_at=tradeable_at)
        for thing in catalogue.picked(OPENING_ITEMS)
    )
    if coins:
        ledger.move(
            coins,
            source=Wallet.objects.bank(),
            target=wallet,
            kind=TransferKind.OPENING,
            reference=f"opening:{user.pk}",
        )
        wallet.refresh_from_db()
    return wallet
