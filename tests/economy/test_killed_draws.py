"""Whatever dies at whatever point: one draw a period, one payout a draw, and the same winner."""

import ctypes
import multiprocessing.sharedctypes
import os
import random
import signal
from multiprocessing.synchronize import Barrier

import pytest
from django.core.management import call_command

from accounts.models import User
from chat.models import Notification
from economy.actions import draws
from economy.audit import faults
from economy.models import Draw, Entry
from tests.economy.lottery import begin_chain, run_at
from tests.economy.processes import all_at_once, ended, started

pytestmark = [
    pytest.mark.timeout(180),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("emptied"),
]

DRAWS = 20


def paid() -> int:
    return Entry.objects.filter(transfer__kind="lottery", amount__gt=0).count()


def verify(*numbers: int) -> None:
    for number in numbers:
        call_command("verify_draw", str(number))


def die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def run_and_die(point: str) -> None:
    """Run the second period, and be killed where the function ``point`` would be called."""
    setattr(draws, point, die)
    run_at(1)


@pytest.mark.parametrize(
    ("point", "payouts"),
    [
        pytest.param("wallet_of", 0, id="chosen, not paid"),
        pytest.param("notify_user", 0, id="paid, not committed"),
        pytest.param("close", 1, id="settled, the next not closed"),
    ],
)
def test_worker_that_is_killed_pays_once(
    emptied: None, alice: User, bob: User, point: str, payouts: int
) -> None:
    """The next one does what was left."""
    begin_chain()
    run_at(0)
    assert ended(started(run_and_die, point)) == -signal.SIGKILL
    assert (paid(), Draw.objects.count()) == (payouts, 1)
    run_at(1)
    assert (paid(), Draw.objects.count(), Notification.objects.count()) == (1, 2, 1)
    assert faults() == []
    verify(1)


def run_all(barrier: Barrier) -> None:
    """Run every period at the same moment as the others."""
    for minute in range(DRAWS + 1):
        barrier.wait(60)
        run_at(minute)


def test_two_workers_at_once_make_one_draw_a_period(emptied: None, alice: User, bob: User) -> None:
    """As with two beats, or a task that is delivered twice."""
    begin_chain()
    all_at_once(run_all, (), ())
    assert (Draw.objects.count(), paid(), Notification.objects.count()) == (21, DRAWS, DRAWS)
    assert faults() == []
    verify(1, DRAWS)


def work(minute: "ctypes.c_int") -> None:
    """Go on where the last one died; what it had begun is begun again."""
    while minute.value <= DRAWS:
        run_at(minute.value)
        minute.value += 1


def test_worker_that_is_killed_again_and_again_settles_twenty_draws(
    emptied: None, alice: User, bob: User
) -> None:
    """Each draw is paid once, whenever it was killed."""
    begin_chain()
    minute = multiprocessing.sharedctypes.RawValue(ctypes.c_int, 0)
    chance = random.Random(20)
    ends: list[int] = []
    while minute.value <= DRAWS:
        worker = started(work, minute)
        enough = min(minute.value + chance.randint(1, 3), DRAWS + 1)
        while minute.value < enough and worker.is_alive():
            worker.join(0.001)
        # Somewhere in the next one.
        worker.join(chance.uniform(0.0, 0.02))
        worker.kill()
        ends.append(ended(worker))
    assert ends.count(-signal.SIGKILL) >= 3
    assert (Draw.objects.filter(settled_at__isnull=False).count(), paid()) == (DRAWS, DRAWS)
    assert Notification.objects.count() == DRAWS
    assert faults() == []
    verify(*range(1, DRAWS + 1))
