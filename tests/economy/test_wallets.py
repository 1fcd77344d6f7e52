"""What a new account gets, once, and what of it can be spent when."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from economy.actions import market
from economy.actions.wallets import open_missing, wallet_of
from economy.audit import faults
from economy.errors import NotEnoughCoinsError, WrongStateError
from economy.models import Item, Wallet
from tests.conftest import make_user
from tests.economy.conftest import balance, give, item_of


@pytest.fixture
def newcomer(db: None) -> User:
    """Return somebody who signed up a moment ago."""
    return make_user("newcomer")


def test_new_account_gets_coins_and_three_items(newcomer: User) -> None:
    """From the bank, and with its first question; the items are different ones."""
    assert wallet_of(newcomer).balance == 10
    assert len(set(Item.objects.filter(owner=newcomer).values_list("kind"))) == 3
    assert faults() == []


def test_opening_happens_once(newcomer: User) -> None:
    """However often anybody asks."""
    for _ in range(3):
        wallet_of(newcomer)
    assert (balance(newcomer), Item.objects.count()) == (10, 3)


def test_opening_can_be_without_coins(settings: Settings, newcomer: User) -> None:
    """Then there is no entry either."""
    settings.ECONOMY_OPENING_COINS = 0
    assert (balance(newcomer), wallet_of(newcomer).entries.count()) == (0, 0)


def test_accounts_that_are_older_than_the_economy_get_theirs(
    newcomer: User, alice: User, bob: User
) -> None:
    """A few at a time; those that cannot sign in get none."""
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert [open_missing(at_most=1) for _ in range(3)] == [1, 1, 0]
    assert set(Wallet.objects.filter(kind="user").values_list("user", flat=True)) == {
        newcomer.pk,
        alice.pk,
    }


def test_opening_coins_cannot_be_spent_for_a_week(newcomer: User, alice: User) -> None:
    """From the sign-up on: accounts that are made to be emptied are good for nothing."""
    market.offer(item_of(alice), alice, price=1)
    with pytest.raises(NotEnoughCoinsError):
        market.ask(item_of(alice), newcomer)
    now = timezone.now()
    wallet = wallet_of(newcomer)
    assert (wallet.held_at(now), wallet.spendable(now)) == (10, 0)
    assert wallet.spendable(newcomer.date_joined + timedelta(days=7)) == 10


def test_coins_that_came_later_can_be_spent_at_once(newcomer: User) -> None:
    """Held are those of the opening alone."""
    give(newcomer, 5)
    assert wallet_of(newcomer).spendable(timezone.now()) == 5


def test_opening_items_cannot_be_sold_for_a_week(newcomer: User) -> None:
    """The refusal says from when on."""
    item = item_of(newcomer)
    assert item.tradeable_at == newcomer.date_joined + timedelta(days=7)
    with pytest.raises(WrongStateError, match=f"from {item.tradeable_at:%Y-%m-%d}"):
        market.offer(item, newcomer, price=1)


def test_hold_can_be_switched_off(settings: Settings, newcomer: User) -> None:
    """Where everybody is known."""
    settings.ECONOMY_HOLD = timedelta(0)
    market.offer(item_of(newcomer), newcomer, price=1)
    assert wallet_of(newcomer).spendable(timezone.now()) == 10
