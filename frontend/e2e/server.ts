/**
 * The server's other side: what happens in it without anybody's page, such as a
 * draw. The tests run in the environment of the stack that they try.
 */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Runs Python in the application, with `values` by name; returns what it prints. */
async function shell(code: string, values: Record<string, unknown>): Promise<string> {
  const given = `import json; globals().update(json.loads(${JSON.stringify(JSON.stringify(values))}))`
  const { stdout } = await run('python', ['manage.py', 'shell', '--no-imports', '-v', '0', '-c', `${given}\n${code}`], { cwd: '..' })
  return stdout.trim()
}

/**
 * Holds a draw among these people, and nobody else: other tests run meanwhile.
 * All the rest is what beat's task does. Returns the number and the winner.
 */
export async function holdDraw(names: string[]): Promise<{ number: number; winner: string }> {
  const told = await shell(
    `
from datetime import timedelta
from unittest import mock
from django.utils import timezone
from accounts.models import User
from economy import entrants
from economy.actions import chains, draws
from economy.models import Chain, Draw
from economy.slots import Slot
people = User.objects.filter(username__in=names)
if not Chain.objects.exists():
    chains.begin(now=timezone.now())
draw = None
while draw is None:  # another test may have been faster: a period has one draw
    last = Draw.objects.order_by("-number").first()
    begin = max(timezone.now(), last.ends_at) if last else timezone.now()
    with mock.patch.object(entrants, "eligible", lambda **_: people):
        draw = draws.close(Slot(begin, begin + timedelta(microseconds=1)), now=begin)
draws.settle(draw)
draw.refresh_from_db()
print(json.dumps({"number": draw.number, "winner": draw.winner.username}))`,
    { names },
  )
  return JSON.parse(told) as { number: number; winner: string }
}

/**
 * Lets beat and a worker hold draws among these people, each five seconds, until one is settled. All others
 * become programs, which take part in nothing: to be called when nobody else needs his account any more.
 */
export async function letBeatDraw(names: string[]): Promise<{ number: number; winner: string }> {
  const told = await shell(
    `
import time
from django_celery_beat.models import IntervalSchedule, PeriodicTask
from accounts.models import User
from economy.models import Draw
from economy.slots import TASK
User.objects.exclude(username__in=names).update(is_bot=True)
last = Draw.objects.order_by("-number").values_list("number", flat=True).first() or 0
row = PeriodicTask.objects.get(task=TASK)
row.interval, _ = IntervalSchedule.objects.get_or_create(every=5, period=IntervalSchedule.SECONDS)
row.crontab, row.enabled = None, True
row.save()
while (draw := Draw.objects.filter(number__gt=last).exclude(settled_at=None).first()) is None:
    time.sleep(0.1)
row.enabled = False
row.save()
print(json.dumps({"number": draw.number, "winner": draw.winner.username}))`,
    { names },
  )
  return JSON.parse(told) as { number: number; winner: string }
}

/** Lets people trade what came with their accounts. */
export async function release(names: string[]): Promise<void> {
  await shell(
    `
from django.utils import timezone
from economy.models import Item, Wallet
now = timezone.now()
Item.objects.filter(owner__username__in=names).update(tradeable_at=now)
Wallet.objects.filter(user__username__in=names).update(held_until=now)`,
    { names },
  )
}

/** Returns what is wrong with the ledger, which is an error's text; nothing where it is in order. */
export async function checkLedger(): Promise<string> {
  return (await run('python', ['manage.py', 'check_ledger'], { cwd: '..' })).stdout.trim()
}

/**
 * Gives people of these names accounts of eight days ago, and an afternoon of draws and trades: what
 * nobody can wait for. The first of them has an offer that the second asks for, and the other way round.
 */
export async function tellOfAnAfternoon(names: Record<string, [first: string, last: string]>, password: string): Promise<void> {
  await shell(
    `
import random
from datetime import timedelta
from unittest import mock
from django.utils import timezone
from accounts.models import User
from economy.actions import chains, draws, market
from economy.actions.preferences import prefer
from economy.actions.wallets import wallet_of
from economy.models import Item, Wallet
from economy.slots import Slot
now = timezone.now().replace(second=0, microsecond=0)
clock = mock.patch.object(timezone, "now").start()
clock.return_value = now - timedelta(hours=3)
people = []
for name, (first, last) in names.items():
    joined = clock.return_value - timedelta(days=8)
    user = User.objects.create_user(name, f"{name}@example.org", password, first_name=first, last_name=last, date_joined=joined)
    wallet_of(user)
    people.append(user)
first, second, *_ = people
for user in people[1:]:
    prefer(user, show_name=True)
chains.begin(now=clock.return_value - timedelta(hours=1))
for n in range(87):
    begin = now - timedelta(minutes=176 - 2 * n)
    clock.return_value = begin
    draw = draws.close(Slot(begin, begin + timedelta(minutes=2)), now=begin)
    clock.return_value = begin + timedelta(minutes=2)
    draws.settle(draw)
    if n in (20, 55):
        seller, buyer = (second, first) if n == 20 else (first, second)
        item = Item.objects.filter(owner=seller).first()
        market.offer(item, seller, price=9 if n == 20 else 14)
        market.approve(item, seller, ask_id=market.ask(item, buyer).pk)
mine, theirs = list(Item.objects.filter(owner=first)), list(Item.objects.filter(owner=second))
market.offer(mine[0], first, price=6)
market.ask(mine[0], second)
market.offer(theirs[0], second, price=5)
market.offer(theirs[1], second, price=12)
market.ask(theirs[0], first)
Item.objects.filter(pk=mine[-1].pk).update(tradeable_at=now + timedelta(days=5))
Wallet.objects.filter(user=first).update(held_until=now + timedelta(days=5))`,
    { names, password },
  )
}

/** Closes a draw that is over in so many seconds, and says that there is a lottery: beat does not hear of it. */
export async function announceDraw(seconds: number): Promise<void> {
  await shell(
    `
from datetime import timedelta
from django.utils import timezone
from django_celery_beat.models import PeriodicTask
from economy.actions import draws
from economy.slots import TASK, Slot
now = timezone.now()
draws.close(Slot(now, now + timedelta(seconds=seconds)), now=now)
PeriodicTask.objects.filter(task=TASK).update(enabled=True)`,
    { seconds },
  )
}
