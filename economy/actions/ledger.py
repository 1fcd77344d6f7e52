"""Moves coins: the only code that writes an entry or a balance."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from chat import events
from chatire.protocol.events import UserType
from economy.amounts import in_words
from economy.errors import NotEnoughCoinsError
from economy.models import Entry, Transfer, TransferKind, Wallet, WalletKind


@transaction.atomic
def move(
    amount: int,
    *,
    source: Wallet,
    target: Wallet,
    kind: TransferKind,
    reference: str,
    memo: str = "",
) -> Transfer:
    """Move ``amount`` coins from ``source`` to ``target`` and tell both users.

    Raises NotEnoughCoinsError where ``source`` cannot spend so many (a bank can), ValueError
    where that is no amount, and IntegrityError where ``reference`` was moved for already.
    """
    if amount < 1:
        raise ValueError(f"{amount} is no amount")
    # In one order by everybody, so that no two wait for each other.
    wallets = Wallet.objects.select_for_update(of=("self",)).select_related("user")
    locked = {
        each.pk: each for each in wallets.filter(pk__in=[source.pk, target.pk]).order_by("pk")
    }
    # Under the locks: a wallet's entries are in one order by their numbers and by their moments.
    now = timezone.now()
    _require(locked[source.pk], amount, now=now)
    transfer = Transfer.objects.create(kind=kind, reference=reference, memo=memo, created_at=now)
    Entry.objects.bulk_create(
        [
            _change(locked[source.pk], -amount, transfer=transfer),
            _change(locked[target.pk], amount, transfer=transfer),
        ]
    )
    return transfer


def _require(payer: Wallet, amount: int, *, now: datetime) -> None:
    spendable = payer.spendable(now)
    if payer.kind == WalletKind.BANK or spendable >= amount:
        return
    held = payer.held_at(now)
    rest = f"; {in_words(held)} cannot be spent yet" if held else ""
    raise NotEnoughCoinsError(f"{payer.user} can spend {in_words(spendable)}, not {amount}{rest}.")


def _change(wallet: Wallet, amount: int, *, transfer: Transfer) -> Entry:
    """Change a locked wallet, tell its user, and return the entry to write."""
    wallet.balance += amount
    wallet.version += 1
    wallet.save(update_fields=["balance", "version"])
    if wallet.user is not None:
        data = {"balance": wallet.balance, "version": wallet.version}
        events.tell(wallet.user, UserType.WALLET_CHANGED, at=transfer.created_at, data=data)
    return Entry(
        transfer=transfer,
        wallet=wallet,
        amount=amount,
        balance_after=wallet.balance,
        created_at=transfer.created_at,
    )
