"""One draw a period and one payout a draw, whatever is started twice or dies."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone
from pytest_django import Settings

from accounts.actions import devices, users
from accounts.models import Device, DeviceKind, User
from chat.models import Notification
from economy import fairness
from economy.actions import draws
from economy.actions.draws import forget_lists, settle
from economy.actions.wallets import wallet_of
from economy.audit import faults
from economy.entrants import eligible, own_pseudonym
from economy.models import Chain, Draw, Transfer
from economy.slots import Slot
from economy.tasks import lottery
from tests.economy.conftest import balance
from tests.economy.lottery import MINUTE, NOON, begin_chain, run_at, settled, slot


def test_anchor_is_public_for_a_period_before_the_first_draw(alice: User) -> None:
    """The first run makes the chain, and no draw."""
    run_at(0)
    assert (Chain.objects.count(), Draw.objects.count()) == (1, 0)
    run_at(1)
    assert Draw.objects.get().chain == Chain.objects.get()


def test_list_is_closed_a_period_before_the_seed_is_revealed(alice: User, bob: User) -> None:
    """Its hash stands there, and nothing of the seed."""
    begin_chain()
    run_at(0)
    draw = Draw.objects.get()
    assert (draw.seed, draw.settled_at, draw.winner) == ("", None, None)
    names = sorted(own_pseudonym(draw, user) for user in (alice, bob))
    assert draw.pseudonyms == names
    assert draw.entrants_hash == fairness.list_hash("\n".join(names)).hex()
    run_at(0, seconds=59)
    draw.refresh_from_db()
    assert draw.settled_at is None


def test_list_that_was_closed_late_is_public_for_a_while_all_the_same(alice: User) -> None:
    """Its seed waits for the next run but one."""
    begin_chain()
    run_at(0, seconds=59.9)
    run_at(1)
    assert Draw.objects.filter(settled_at=None).count() == 2
    run_at(2)
    assert list(Draw.objects.filter(settled_at=None).values_list("number", flat=True)) == [3]
    assert faults() == []


def test_settling_pays_and_tells_the_winner(alice: User, bob: User) -> None:
    """And nobody else."""
    draw = settled()
    assert draw.winner in (alice, bob)
    loser = bob if draw.winner == alice else alice
    assert (balance(draw.winner), balance(loser)) == (11, 10)
    told = Notification.objects.get()
    assert (told.user, told.kind) == (draw.winner, "lottery.won")
    assert told.text == "Congratulations: you won 1 coin in draw 1. You have 11 coins."
    assert told.data == {"draw": 1, "prize": 1, "balance": 11}
    assert faults() == []


def test_winner_is_whose_pseudonym_the_function_finds(alice: User, bob: User) -> None:
    """Of the published list and the revealed seed."""
    draw = settled()
    seed = bytes.fromhex(draw.seed)
    assert fairness.winner(seed, draw.entrants or "") == draw.winner_pseudonym
    assert draw.winner is not None
    assert own_pseudonym(draw, draw.winner) == draw.winner_pseudonym


def test_seeds_are_the_chain_back_from_its_anchor(alice: User) -> None:
    """One link a draw."""
    settled(3)
    seeds = [bytes.fromhex(draw.seed) for draw in Draw.objects.order_by("number")[:3]]
    links = [fairness.following(seed).hex() for seed in seeds]
    assert links == [Chain.objects.get().anchor, seeds[0].hex(), seeds[1].hex()]


def test_two_beats_make_one_draw(alice: User) -> None:
    """Each period is run three times, at odd moments."""
    begin_chain()
    for minute in range(4):
        for seconds in (0.1, 0.2, 47):
            run_at(minute, seconds=seconds)
    assert list(Draw.objects.values_list("number", flat=True).order_by("number")) == [1, 2, 3, 4]
    assert (balance(alice), faults()) == (13, [])


def test_settling_twice_pays_once(alice: User) -> None:
    """As where a task is delivered again, with what it had read before."""
    begin_chain()
    run_at(0)
    stale = Draw.objects.get()
    for _ in range(3):
        settle(stale)
    assert (balance(alice), Notification.objects.count(), faults()) == (11, 1, [])


@pytest.mark.parametrize("dies_in", ["wallet_of", "notify_user"])
def test_error_in_the_midst_of_settling_undoes_it_all(
    alice: User, monkeypatch: pytest.MonkeyPatch, dies_in: str
) -> None:
    """The next run settles the draw, with the same winner."""
    begin_chain()
    run_at(0)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("out of memory")

    with monkeypatch.context() as broken:
        broken.setattr(draws, dies_in, fail)
        with pytest.raises(RuntimeError):
            run_at(1)
    draw = Draw.objects.get(number=1)
    assert (draw.settled_at, draw.seed, Transfer.objects.filter(kind="lottery").count()) == (
        None,
        "",
        0,
    )
    run_at(1)
    assert (balance(alice), faults()) == (11, [])


def test_missed_periods_are_not_made_up(alice: User) -> None:
    """After an hour of darkness the one open draw is settled, and the next one is closed."""
    begin_chain()
    run_at(0)
    run_at(60)
    run_at(61)
    periods = list(Draw.objects.order_by("number").values_list("period", flat=True))
    assert periods == [NOON, NOON + 60 * MINUTE, NOON + 61 * MINUTE]
    assert balance(alice) == 12


def test_periods_never_overlap(alice: User) -> None:
    """Whatever an administrator does to the schedule: a draw's own period is waited for."""
    begin_chain()
    draws.close(slot(0), now=NOON)
    half = timedelta(seconds=30)
    shorter = Slot(NOON + half, NOON + 2 * half)
    assert draws.close(shorter, now=NOON + half) is None
    longer = Slot(NOON - 60 * MINUTE, NOON + 60 * MINUTE)
    assert draws.close(longer, now=NOON + half) is None
    assert Draw.objects.count() == 1


def test_nobody_wins_where_nobody_takes_part(db: None) -> None:
    """The seed is revealed all the same, for the chain goes on."""
    draw = settled()
    assert (draw.entrants, draw.entrant_count, draw.winner, draw.payout) == ("", 0, None, None)
    assert draw.settled_at is not None
    assert fairness.following(bytes.fromhex(draw.seed)).hex() == draw.chain.anchor


def test_used_up_chain_is_followed_by_another(alice: User) -> None:
    """Whose anchor is published a period before its first draw; numbers go on."""
    begin_chain(length=3)
    for minute in range(5):
        run_at(minute)
    found = Draw.objects.order_by("number").values_list("number", "position", "period")
    assert [(number, place) for number, place, _ in found] == [(1, 1), (2, 2), (3, 1), (4, 2)]
    assert [period for _, _, period in found][2] == NOON + 3 * MINUTE
    assert Chain.objects.count() == 2


def test_programs_and_who_cannot_sign_in_take_no_part(
    alice: User, bob: User, mallory: User
) -> None:
    """People alone: neither whom an administrator has marked, nor what we run ourselves."""
    User.objects.filter(pk=bob.pk).update(is_bot=True)
    users.make_program("probe")
    users.disable(mallory)
    assert list(eligible(now=timezone.now())) == [alice]


def test_lottery_can_be_for_who_was_seen_within_a_day(
    settings: Settings, alice: User, bob: User, mallory: User
) -> None:
    """Seen is who used a device of his."""
    settings.ECONOMY_ELIGIBLE = "day"
    for user in (alice, alice, bob):
        devices.start(user, DeviceKind.TOKEN)
    long_ago = timezone.now() - timedelta(hours=25)
    Device.objects.filter(user=bob).update(last_used_at=long_ago)
    assert list(eligible(now=timezone.now())) == [alice]


def test_winner_who_has_gone_is_not_paid(alice: User) -> None:
    """The prize stays in the bank; that he won can still be checked."""
    begin_chain()
    run_at(0)
    users.delete(alice)
    run_at(1)
    draw = Draw.objects.get(number=1)
    assert (draw.winner, draw.payout, Notification.objects.count()) == (alice, None, 0)
    assert faults() == []


def test_prize_is_the_one_of_the_closing(settings: Settings, alice: User) -> None:
    """Nobody changes it once the list is closed."""
    settings.ECONOMY_PRIZE = 5
    begin_chain()
    run_at(0)
    settings.ECONOMY_PRIZE = 1
    run_at(1)
    assert balance(alice) == 15


def forged(**changes: object) -> Callable[[], object]:
    return lambda: Draw.objects.update(**changes)


@pytest.mark.parametrize(
    "attempt",
    [
        forged(entrants_hash="0" * 64),
        forged(prize=F("prize") + 1),
        forged(position=F("position") + 1),
        forged(seed="0" * 64),
        forged(winner=None, payout=None),
        forged(settled_at=None),
        lambda: Draw.objects.all()._raw_delete("default"),
    ],
)
def test_database_changes_nothing_of_a_draw(alice: User, attempt: Callable[[], object]) -> None:
    """Neither what was closed nor what was settled."""
    settled()
    with pytest.raises(IntegrityError), transaction.atomic():
        attempt()


def test_database_pays_a_draw_once(alice: User) -> None:
    """Another payout of the same draw, and the same payout of another."""
    first, second = settled(2), Draw.objects.get(number=1)
    assert first.payout is not None
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO economy_transfer (kind, reference, memo, created_at)"
            " VALUES ('lottery', 'draw:1', '', '2026-11-22')"
        )
    assert first.payout != second.payout
    assert Draw._meta.get_field("payout").unique


def test_old_lists_are_forgotten(alice: User) -> None:
    """The hash stays, and what was settled a moment ago."""
    old = settled()
    run_at(2)
    assert forget_lists(before=timezone.now() - timedelta(days=90)) == 0
    assert forget_lists(before=timezone.now() + timedelta(days=1)) == 2
    old.refresh_from_db()
    assert (old.entrants, len(old.entrants_hash)) == (None, 64)


def test_task_does_all_of_it(alice: User, settings: Settings) -> None:
    """As beat starts it; nothing at all where the economy is switched off."""
    settings.ECONOMY = False
    lottery()
    assert not Chain.objects.exists()
    settings.ECONOMY = True
    lottery()
    assert Chain.objects.exists()
    assert wallet_of(alice).entries.count() == 1


def test_verify_draw_recomputes_it(alice: User, capsys: pytest.CaptureFixture[str]) -> None:
    """And says what it found."""
    draw = settled(2)
    call_command("verify_draw", "2")
    said = capsys.readouterr().out
    assert said.startswith("Draw 2 is in order.")
    assert draw.winner_pseudonym in said


@pytest.mark.parametrize(
    ("number", "sentence"), [("2", "not settled yet"), ("9", "There is no draw 9")]
)
def test_verify_draw_says_what_cannot_be_checked(alice: User, number: str, sentence: str) -> None:
    """Not yet, or never."""
    settled()
    with pytest.raises(CommandError, match=sentence):
        call_command("verify_draw", number)


def test_verify_draw_says_that_a_list_is_forgotten(alice: User) -> None:
    """Who kept it can still check it: the hash stands there."""
    settled()
    forget_lists(before=timezone.now() + timedelta(days=1))
    with pytest.raises(CommandError, match="forgotten"):
        call_command("verify_draw", "1")
