"""The lottery with beat, worker, broker and gateway: who wins is told at once, and nobody else."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from statistics import median

import pytest

from chatire.protocol.events import Event
from tests.client_shell import LiveClient
from tests.live.cast import Person
from tests.live.clients import Connect
from tests.live.deadline import wait_until
from tests.live.part import Part
from tests.live.stack import Stack
from tests.rest import Json

DRAWS = 20
AT_ONCE = 0.1
"""Seconds from the win, as the event tells its time, until the winner's client has it."""

# As an administrator would, but that he has no need to send everybody else away.
SWITCH_ON = """
from django_celery_beat.models import IntervalSchedule, PeriodicTask
from accounts.models import User
User.objects.exclude(pk__in={people}).update(is_bot=True)
row = PeriodicTask.objects.get(task="economy.tasks.lottery")
row.crontab = None
row.interval = IntervalSchedule.objects.get_or_create(every=1, period="seconds")[0]
row.enabled = True
row.save()
from economy.tasks import lottery
for _ in range(10):
    lottery.delay()
"""
SWITCH_OFF = """
from django_celery_beat.models import PeriodicTask
from accounts.models import User
row = PeriodicTask.objects.get(task="economy.tasks.lottery")
row.enabled = False
row.save()
User.objects.exclude(email__endswith="@program.invalid").update(is_bot=False)
"""


@pytest.fixture(scope="module")
def every_second(stack: Stack, alice: Person, bob: Person) -> Iterator[None]:
    """Have a draw between alice and bob each second, which begins with ten deliveries at once."""
    stack.manage("shell", "-c", SWITCH_ON.format(people=[alice.id, bob.id]))
    yield
    stack.manage("shell", "-c", SWITCH_OFF)


class Wins:
    """What one client was told of its wins, and how long after them it had heard of each."""

    def __init__(self, client: LiveClient) -> None:
        self.client = client
        self.delays: list[float] = []
        self.events: list[Event] = []

    def look(self) -> None:
        told = [
            frame
            for frame in self.client.of_type("notification")
            if frame["data"]["kind"] == "lottery.won"
        ]
        for event in told[len(self.events) :]:
            self.delays.append(time.time() - datetime.fromisoformat(event["at"]).timestamp())
            self.events.append(event)

    @property
    def draws(self) -> set[int]:
        return {event["data"]["data"]["draw"] for event in self.events}


def settled(person: Person) -> list[Json]:
    draws = person.rest.call("GET", "/api/economy/draws/", limit=200)["results"]
    return [draw for draw in draws if draw["state"] == "settled"]


def at_least(person: Person, count: int) -> bool:
    return len(settled(person)) >= count


def payouts(person: Person) -> list[int]:
    entries = person.rest.call("GET", "/api/economy/entries/", limit=200)["results"]
    won = [entry["reference"] for entry in entries if entry["kind"] == "lottery"]
    return [int(reference.removeprefix("draw:")) for reference in won]


def test_winner_is_told_at_once_and_the_other_is_not(
    stack: Stack, alice: Person, bob: Person, connect: Connect, every_second: None
) -> None:
    """On the sockets that they hold; both see the same draw, and one of them his name in it."""
    hers, his = Wins(connect(alice)), Wins(connect(bob))

    def enough() -> bool:
        hers.look()
        his.look()
        return len(hers.events) >= 2 and len(his.events) >= 2

    wait_until(enough, "both have won twice", timeout=60, every=0.002)
    assert hers.draws.isdisjoint(his.draws)
    assert median(hers.delays + his.delays) < AT_ONCE
    balances = {change["data"]["balance"] for change in hers.client.of_type("wallet.changed")}
    assert {won["data"]["data"]["balance"] for won in hers.events} <= balances
    for draw in settled(alice):
        if draw["number"] in hers.draws:
            assert draw["winner"]["user"]["id"] == alice.id
        if draw["number"] in his.draws:
            assert draw["winner"]["user"] is None


@contextmanager
def second_beat(stack: Stack) -> Iterator[None]:
    """Run another beat beside the stack's own, as on a second machine."""
    command = stack.parts["beat"].command
    beat = Part("beat", command, log=stack.directory / "beat-2.log", env=stack.env)
    beat.start()
    try:
        yield
        assert beat.is_running, beat.output
    finally:
        beat.stop()


def test_twenty_draws_are_paid_once_each_by_two_beats_and_a_worker_that_is_killed(
    stack: Stack, alice: Person, bob: Person, every_second: None
) -> None:
    """Its processes again and again, and once all of it; what is paid is what was drawn."""
    before = len(settled(alice))

    def done(count: int) -> None:
        enough = partial(at_least, alice, before + count)
        wait_until(enough, f"{count} draws", timeout=90, every=0.3)

    worker = stack.parts["worker"]
    with second_beat(stack):
        for count in range(1, DRAWS // 2, 2):
            done(count)
            for pid in worker.workers:
                os.kill(pid, signal.SIGKILL)
        worker.kill()
        worker.start()
        done(DRAWS)
    draws = settled(alice)
    numbers = sorted(draw["number"] for draw in draws)
    paid = sorted(payouts(alice) + payouts(bob))
    # Others are drawn while we look.
    assert numbers == list(range(1, len(numbers) + 1)) == paid[: len(numbers)]
    assert len({draw["period"] for draw in draws}) == len(draws)
    assert "In order" in stack.manage("check_ledger")
