"""The server's other side, for the browser tests: what happens in it without anybody's page.

`serve()` reads one JSON object a line, ``{"do": name, "with": {...}}``, does it, and answers each
with one line, ``{"done": result}``; frontend/e2e/server.ts speaks to it. An error ends it, with a
traceback.
"""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from unittest import mock

from django.utils import timezone
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from accounts.models import User
from economy import audit, entrants
from economy.actions import chains, draws, market
from economy.actions.preferences import prefer
from economy.actions.wallets import wallet_of
from economy.models import Chain, Draw, Item, Wallet
from economy.slots import TASK, Slot
from tests.live.deadline import wait_until

INSTANT = timedelta(microseconds=1)


def serve() -> None:
    """Do what the lines of standard input ask for, until they end."""
    for line in sys.stdin:
        asked = json.loads(line)
        done = ERRANDS[asked["do"]](**asked["with"])
        sys.stdout.write(json.dumps({"done": done}) + "\n")
        sys.stdout.flush()


def hold_draw(names: Sequence[str]) -> dict[str, Any]:
    """Hold a draw among these people, and nobody else: other tests run meanwhile.

    All the rest is what beat's task does.
    """
    people = User.objects.filter(username__in=names)
    if not Chain.objects.exists():
        chains.begin(now=timezone.now())
    draw = None
    while draw is None:  # another test may have been faster: a period has one draw
        last = Draw.objects.order_by("-number").first()
        begin = max(timezone.now(), last.ends_at) if last else timezone.now()
        with mock.patch.object(entrants, "eligible", return_value=people):
            draw = draws.close(Slot(begin, begin + INSTANT), now=begin)
    draws.settle(draw)
    draw.refresh_from_db()
    return told(draw)


def let_beat_draw(names: Sequence[str]) -> dict[str, Any]:
    """Let beat and a worker hold draws among these people, each five seconds; return the first.

    All others become programs, which take part in nothing: they may not be needed any more.
    """
    User.objects.exclude(username__in=names).update(is_bot=True)
    last = Draw.objects.order_by("-number").values_list("number", flat=True).first() or 0
    settled = Draw.objects.filter(number__gt=last).exclude(settled_at=None).order_by("number")
    row = PeriodicTask.objects.get(task=TASK)
    row.interval, _ = IntervalSchedule.objects.get_or_create(
        every=5, period=IntervalSchedule.SECONDS
    )
    row.crontab, row.enabled = None, True
    row.save()
    wait_until(settled.exists, "a draw is settled", timeout=60, every=0.1)
    row.enabled = False
    row.save()
    return told(settled[0])


def told(draw: Draw) -> dict[str, Any]:
    """Return what a test wants to know of a settled draw."""
    return {"number": draw.number, "winner": draw.winner and draw.winner.username}


def release(names: Sequence[str]) -> None:
    """Let people trade what came with their accounts."""
    now = timezone.now()
    Item.objects.filter(owner__username__in=names).update(tradeable_at=now)
    Wallet.objects.filter(user__username__in=names).update(held_until=now)


def check_ledger() -> list[str]:
    """Return what is wrong with the ledger."""
    return audit.faults()


def tell_of_an_afternoon(names: Mapping[str, tuple[str, str]], password: str) -> None:
    """Give people of these names accounts of eight days ago, and an afternoon of draws and trades.

    Nobody can wait for that. The first of them has an offer that the second asks for, and the other
    way round.
    """
    now = timezone.now().replace(second=0, microsecond=0)
    with mock.patch.object(timezone, "now") as clock:
        clock.return_value = now - timedelta(hours=3)
        people = [_settler(name, full, password) for name, full in names.items()]
        for user in people[1:]:
            prefer(user, show_name=True)
        first, second, *_ = people
        chains.begin(now=clock.return_value - timedelta(hours=1))
        for number in range(87):
            begin = now - timedelta(minutes=176 - 2 * number)
            end = begin + timedelta(minutes=2)
            clock.return_value = begin
            draw = draws.close(Slot(begin, end), now=begin)
            assert draw is not None
            clock.return_value = end
            draws.settle(draw)
            if number == 20:
                _trade(second, first, price=9)
            if number == 55:
                _trade(first, second, price=14)
        _fill_the_market(first, second)
        Wallet.objects.filter(user=first).update(held_until=now + timedelta(days=5))


def _settler(name: str, full: tuple[str, str], password: str) -> User:
    first, last = full
    user = User.objects.create_user(
        name,
        f"{name}@example.org",
        password,
        first_name=first,
        last_name=last,
        date_joined=timezone.now() - timedelta(days=8),
    )
    wallet_of(user)
    return user


def _trade(seller: User, buyer: User, *, price: int) -> None:
    item = Item.objects.filter(owner=seller)[0]
    market.offer(item, seller, price=price)
    market.approve(item, seller, ask_id=market.ask(item, buyer).pk)


def _fill_the_market(first: User, second: User) -> None:
    mine, theirs = list(Item.objects.filter(owner=first)), list(Item.objects.filter(owner=second))
    market.offer(mine[0], first, price=6)
    market.ask(mine[0], second)
    market.offer(theirs[0], second, price=5)
    market.offer(theirs[1], second, price=12)
    market.ask(theirs[0], first)
    later = timezone.now() + timedelta(days=5)
    Item.objects.filter(pk=mine[-1].pk).update(tradeable_at=later)


def announce_draw(seconds: float) -> None:
    """Close a draw that is over in so many seconds, and say that there is a lottery.

    Beat does not hear of it.
    """
    now = timezone.now()
    draws.close(Slot(now, now + timedelta(seconds=seconds)), now=now)
    PeriodicTask.objects.filter(task=TASK).update(enabled=True)


ERRANDS: dict[str, Callable[..., Any]] = {
    errand.__name__: errand
    for errand in (
        hold_draw,
        let_beat_draw,
        release,
        check_ledger,
        tell_of_an_afternoon,
        announce_draw,
    )
}
