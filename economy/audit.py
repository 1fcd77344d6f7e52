"""Proves the ledger: what must be true of it at any moment, and is not by itself.

Over all rows: nothing is trusted because a constraint holds it too. What is compared is read in one
statement, so that it is of one moment, whoever writes meanwhile.
"""

from collections.abc import Iterator

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from economy.models import Draw, Entry, Sale, SaleState, Transfer, TransferKind, Wallet, WalletKind


def faults() -> list[str]:
    """Return a sentence for each thing that is wrong; in order, there is none."""
    rules = (_sum, _wallets, _transfers, _negative, _draws, _sales)
    return [sentence for rule in rules for sentence in rule()]


def _sum() -> Iterator[str]:
    total = Entry.objects.aggregate(total=Coalesce(Sum("amount"), 0))["total"]
    if total != 0:
        yield f"All entries sum to {total}, not to zero."


def _wallets() -> Iterator[str]:
    last = Entry.objects.filter(wallet=OuterRef("pk")).order_by("-pk")
    wallets = Wallet.objects.select_related("user").annotate(
        total=Coalesce(Sum("entries__amount"), 0),
        changes=Count("entries"),
        last=Coalesce(Subquery(last.values("balance_after")[:1]), 0),
    )
    for wallet in wallets.exclude(balance=F("total"), version=F("changes"), last=F("balance")):
        yield (
            f"The wallet of {wallet} says {wallet.balance} after {wallet.version} changes;"
            f" its {wallet.changes} entries sum to {wallet.total} and end with {wallet.last}."
        )


def _transfers() -> Iterator[str]:
    transfers = Transfer.objects.annotate(
        total=Coalesce(Sum("entries__amount"), 0), sides=Count("entries")
    )
    for transfer in transfers.exclude(total=0, sides=2):
        yield f"{transfer} has {transfer.sides} sides, which sum to {transfer.total}."


def _negative() -> Iterator[str]:
    for wallet in Wallet.objects.filter(kind=WalletKind.USER, balance__lt=0):
        yield f"The wallet of {wallet} is negative: {wallet.balance}."


def _draws() -> Iterator[str]:
    paid = Draw.objects.filter(payout__isnull=False)
    payouts = Transfer.objects.filter(kind=TransferKind.LOTTERY)
    for payout in payouts.exclude(Exists(paid.filter(payout=OuterRef("pk")))):
        yield f"{payout} is the prize of no draw."
    won = Entry.objects.filter(
        transfer=OuterRef("payout"), amount=OuterRef("prize"), wallet__user=OuterRef("winner")
    )
    for draw in paid.annotate(won=Subquery(won.values("pk"))).filter(won=None):
        yield f"The prize of {draw} is not what its winner got."


def _sales() -> Iterator[str]:
    done = Sale.objects.filter(state=SaleState.DONE)
    payments = Transfer.objects.filter(kind=TransferKind.TRADE)
    for payment in payments.exclude(Exists(done.filter(payment=OuterRef("pk")))):
        yield f"{payment} is the price of no sale."
    got = Entry.objects.filter(
        transfer=OuterRef("payment"), amount=OuterRef("price"), wallet__user=OuterRef("seller")
    )
    for sale in done.annotate(got=Subquery(got.values("pk"))).filter(got=None):
        yield f"The price of {sale} is not what its seller got."
    newest = done.filter(item=OuterRef("item")).order_by("-pk")
    last = done.annotate(newest=Subquery(newest.values("pk")[:1])).filter(pk=F("newest"))
    for sold in last.exclude(Q(item__owner=F("buyer")) | Q(item__owner=None)):
        yield f"{sold.item} was sold last to {sold.buyer}, who does not own it."
