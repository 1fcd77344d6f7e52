"""Wallets that can be spent from, items that can be sold, and a lottery that ran yesterday."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from economy import triggers
from economy.actions import ledger
from economy.actions.wallets import wallet_of
from economy.models import Item, TransferKind, Wallet

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LONG_AGO = timedelta(days=30)


def settled_in(user: User) -> User:
    """Let ``user`` have signed up long ago, so that nothing of his is held."""
    user.date_joined = timezone.now() - LONG_AGO
    user.save(update_fields=["date_joined"])
    return user


def give(user: User, coins: int) -> None:
    """Give ``user`` some more coins; the ledger knows where they come from."""
    wallet = wallet_of(user)
    ledger.move(
        coins,
        source=Wallet.objects.bank(),
        target=wallet,
        kind=TransferKind.OPENING,
        reference=f"gift:{user.pk}:{wallet.version}",
    )


def balance(user: User) -> int:
    return wallet_of(user).balance


def item_of(user: User) -> Item:
    """Return the first item of ``user``."""
    wallet_of(user)
    return Item.objects.filter(owner=user).order_by("pk")[0]


@pytest.fixture
def alice(alice: User) -> User:
    return settled_in(alice)


@pytest.fixture
def bob(bob: User) -> User:
    return settled_in(bob)


@pytest.fixture
def mallory(mallory: User) -> User:
    return settled_in(mallory)


@pytest.fixture
def emptied(transactional_db: None) -> Iterator[None]:
    """Empty the tables that the database guards, which the end of such a test cannot do itself."""
    yield
    with connection.schema_editor() as editor:
        triggers.drop(editor)
        for table in ("draw", "ask", "sale", "entry", "transfer"):
            editor.execute(f"DELETE FROM economy_{table}")
        triggers.create(editor)
