"""Closes draws, settles them one period later, and forgets old lists."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from chat.actions.notifications import notify_user
from economy import entrants, fairness
from economy.actions import chains, ledger
from economy.actions.wallets import wallet_of
from economy.amounts import in_words
from economy.models import Chain, Draw, Transfer, TransferKind, Wallet
from economy.slots import Slot

WON = "lottery.won"
"""The kind of a winner's notification."""


def run(slot: Slot, *, now: datetime) -> None:
    """Settle what is over, and close the draw of ``slot``.

    May be called at any time, by several processes, and be killed at any point: each step is one
    transaction that the next call finds done or not begun.
    """
    for draw in Draw.objects.filter(settled_at=None, ends_at__lte=now).order_by("number"):
        if not _was_public(draw, now=now):
            break
        settle(draw)
    close(slot, now=now)


def close(slot: Slot, *, now: datetime) -> Draw | None:
    """Close the list of the draw of ``slot``; None where that is not to be done, or is done.

    A chain's first draw is closed in the slot after the one in which its anchor was published.
    """
    try:
        with transaction.atomic():
            return _close(slot, now=now)
    except IntegrityError:
        # Another process was faster: that the period has a draw is all that is wanted.
        if not Draw.objects.filter(ends_at__gt=slot.start).exists():
            raise
        return None


def settle(draw: Draw) -> None:
    """Reveal the seed of ``draw``, choose the winner, pay him and tell him: all, or nothing."""
    seed = chains.seed_of(draw)
    pseudonym = fairness.winner(seed, "\n".join(draw.pseudonyms))
    # Everything is fixed already, so whoever is to win may be looked for outside of the lock.
    winner = entrants.behind(pseudonym, draw) if pseudonym else None
    with transaction.atomic():
        locked = Draw.objects.defer("entrants").select_for_update().get(pk=draw.pk)
        if locked.settled_at is None:
            _settle(locked, seed=seed, pseudonym=pseudonym or "", winner=winner)


def forget_lists(*, before: datetime) -> int:
    """Forget the entrants of draws that were settled before ``before``; return of how many."""
    return Draw.objects.filter(settled_at__lt=before, entrants__isnull=False).update(entrants=None)


def _was_public(draw: Draw, *, now: datetime) -> bool:
    """Tell whether the list of ``draw`` could be read for half a period at least.

    One that was closed late, since the worker was busy, is settled a period later.
    """
    return now - draw.closed_at >= (draw.ends_at - draw.period) / 2


def _close(slot: Slot, *, now: datetime) -> Draw | None:
    # The lock lets one process after another look which draw was the last.
    chain = Chain.objects.select_for_update().order_by("-pk").first()
    last = Draw.objects.defer("entrants").order_by("-number").first()
    if last is not None and last.ends_at > slot.start:
        return None
    position = chains.next_position(chain) if chain else None
    if chain is None or position is None:
        chains.begin(now=now)
        return None
    if chain.created_at > slot.start:
        return None
    number = last.number + 1 if last else 1
    listed = entrants.closed_list(chain, draw=number, now=now)
    return Draw.objects.create(
        number=number,
        chain=chain,
        position=position,
        period=slot.start,
        ends_at=slot.end,
        entrants=listed,
        entrant_count=len(listed.splitlines()),
        entrants_hash=fairness.list_hash(listed).hex(),
        prize=settings.ECONOMY_PRIZE,
        closed_at=now,
    )


def _settle(draw: Draw, *, seed: bytes, pseudonym: str, winner: User | None) -> None:
    payout = _pay(draw, winner) if winner else None
    Draw.objects.filter(pk=draw.pk).update(
        seed=seed.hex(),
        winner_pseudonym=pseudonym,
        winner=winner,
        payout=payout,
        settled_at=timezone.now(),
    )


def _pay(draw: Draw, winner: User) -> Transfer | None:
    """Pay and tell ``winner``; nobody is paid who deleted his account meanwhile."""
    if winner.deleted_at is not None:
        return None
    wallet = wallet_of(winner)
    payout = ledger.move(
        draw.prize,
        source=Wallet.objects.bank(),
        target=wallet,
        kind=TransferKind.LOTTERY,
        reference=f"draw:{draw.number}",
    )
    wallet.refresh_from_db()
    won, has = in_words(draw.prize), in_words(wallet.balance)
    notify_user(
        winner,
        kind=WON,
        text=f"Congratulations: you won {won} in draw {draw.number}. You have {has}.",
        url="/economy",
        data={"draw": draw.number, "prize": draw.prize, "balance": wallet.balance},
    )
    return payout
