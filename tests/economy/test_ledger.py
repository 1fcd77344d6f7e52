"""Double entry: what one wallet gains another loses, and nothing of it is ever changed."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Model, QuerySet

from accounts.models import User
from chat.models import ControlMessage
from economy import triggers
from economy.actions import ledger
from economy.actions.wallets import wallet_of
from economy.audit import faults
from economy.errors import NotEnoughCoinsError
from economy.models import Entry, Transfer, TransferKind, Wallet
from tests.contract.asyncapi import complaints
from tests.economy.conftest import balance


def pay(amount: int, *, source: User, target: User, reference: str = "gift:1") -> Transfer:
    return ledger.move(
        amount,
        source=wallet_of(source),
        target=wallet_of(target),
        kind=TransferKind.OPENING,
        reference=reference,
    )


def test_move_writes_both_sides(alice: User, bob: User) -> None:
    """Each entry with the balance that it left."""
    transfer = pay(4, source=alice, target=bob)
    sides = {entry.wallet.user: entry for entry in transfer.entries.all()}
    assert {user: entry.amount for user, entry in sides.items()} == {alice: -4, bob: 4}
    assert {user: entry.balance_after for user, entry in sides.items()} == {alice: 6, bob: 14}
    assert (balance(alice), balance(bob)) == (6, 14)


def test_move_tells_both_what_they_have(alice: User, bob: User) -> None:
    """With a version that grows, since events may come the wrong way round."""
    wallet_of(alice), wallet_of(bob)
    ControlMessage.objects.all().delete()
    pay(4, source=alice, target=bob)
    told = {m.routing_key: m.body for m in ControlMessage.objects.filter(type="wallet.changed")}
    assert told[str(alice.pk)]["data"] == {"balance": 6, "version": 2}
    assert told[str(bob.pk)]["data"] == {"balance": 14, "version": 2}
    assert all(complaints("wallet.changed", body) == [] for body in told.values())


@pytest.mark.parametrize("amount", [11, 10**15, 10**18])
def test_nobody_pays_more_than_he_has(alice: User, bob: User, amount: int) -> None:
    """Nothing is moved."""
    with pytest.raises(NotEnoughCoinsError, match="alice can spend 10 coins"):
        pay(amount, source=alice, target=bob)
    assert (balance(alice), balance(bob), faults()) == (10, 10, [])


@pytest.mark.parametrize("amount", [0, -1, -(10**18)])
def test_amount_that_is_none_is_refused(alice: User, bob: User, amount: int) -> None:
    """A negative payment would be a theft."""
    with pytest.raises(ValueError, match="no amount"):
        pay(amount, source=alice, target=bob)
    assert (balance(alice), balance(bob)) == (10, 10)


def test_reference_is_paid_for_once(alice: User, bob: User) -> None:
    """Whoever tries again finds the database in his way."""
    pay(1, source=alice, target=bob)
    with pytest.raises(IntegrityError), transaction.atomic():
        pay(1, source=alice, target=bob)
    assert (balance(alice), balance(bob), faults()) == (9, 11, [])


def test_database_holds_no_negative_wallet(alice: User) -> None:
    """Even for who goes round the action."""
    wallet = wallet_of(alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Wallet.objects.filter(pk=wallet.pk).update(balance=F("balance") - 11)


def test_bank_owes_what_is_in_circulation(alice: User, bob: User) -> None:
    """There is one, and only it may be negative."""
    wallet_of(alice), wallet_of(bob)
    assert Wallet.objects.bank().balance == -20
    with pytest.raises(IntegrityError), transaction.atomic():
        Wallet.objects.create(kind="bank")


@pytest.mark.parametrize("model", [Entry, Transfer])
def test_database_changes_no_row_of_the_ledger(alice: User, model: Any) -> None:
    """Neither one nor all of them, neither by Django nor by hand."""
    wallet_of(alice)
    rows: QuerySet[Model] = model.objects.all()
    table = model._meta.db_table
    attempts = (
        lambda: rows.update(created_at=F("created_at")),
        lambda: rows._raw_delete("default"),
        lambda: connection.cursor().execute(f"UPDATE {table} SET id = id + 1000"),
        lambda: connection.cursor().execute(f"DELETE FROM {table}"),
    )
    for attempt in attempts:
        with pytest.raises(IntegrityError, match="is never"), transaction.atomic():
            attempt()
    assert faults() == []


def unguarded(statement: str) -> None:
    """Do what no code path can: change the past."""
    with connection.cursor() as cursor:
        for trigger in triggers.TRIGGERS:
            where = f" ON {trigger.table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {trigger.name}{where}")
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("forgery", "sentences"),
    [
        ("UPDATE economy_wallet SET balance = balance + 1 WHERE kind = 'user'", 1),
        ("UPDATE economy_wallet SET version = version + 1 WHERE kind = 'user'", 1),
        ("UPDATE economy_entry SET amount = amount + 1 WHERE amount > 0", 3),
        ("UPDATE economy_entry SET balance_after = 7 WHERE amount > 0", 1),
        ("DELETE FROM economy_entry WHERE amount < 0", 3),
        ("DELETE FROM economy_entry", 3),
        ("UPDATE economy_transfer SET kind = 'lottery'", 1),
        ("UPDATE economy_transfer SET kind = 'trade'", 1),
    ],
)
def test_check_finds_a_forgery(alice: User, forgery: str, sentences: int) -> None:
    """What lets everything pass proves nothing."""
    wallet_of(alice)
    unguarded(forgery)
    assert len(faults()) == sentences
    with pytest.raises(CommandError):
        call_command("check_ledger")


def test_check_says_that_all_is_in_order(
    alice: User, bob: User, capsys: pytest.CaptureFixture[str]
) -> None:
    """And of how much."""
    pay(4, source=alice, target=bob)
    call_command("check_ledger")
    assert capsys.readouterr().out == "In order: 3 wallets, 6 entries.\n"
