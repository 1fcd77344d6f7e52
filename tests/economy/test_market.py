"""The market's states: what may follow what, who may do it, and that coins go with the item."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions import users
from accounts.models import User
from chat.models import Notification
from economy.actions import market
from economy.audit import faults
from economy.errors import (
    NoSuchAskError,
    NotEnoughCoinsError,
    NotOwnerError,
    RefusedError,
    WrongStateError,
)
from economy.models import Ask, Item, Sale, SaleState
from tests.economy.conftest import balance, item_of


@pytest.fixture
def item(alice: User) -> Item:
    """Return an item of alice's that nobody has offered."""
    return item_of(alice)


@pytest.fixture
def offered(alice: User, item: Item) -> Item:
    """Return the same on offer for four coins."""
    market.offer(item, alice, price=4)
    return item


@pytest.fixture
def asked(offered: Item, bob: User) -> Ask:
    """Return bob's ask for it."""
    return market.ask(offered, bob)


def states() -> list[str]:
    return list(Sale.objects.order_by("pk").values_list("state", flat=True))


def told(user: User) -> list[str]:
    kinds = Notification.objects.filter(user=user).order_by("pk")
    return list(kinds.values_list("kind", flat=True))


def test_item_and_coins_change_hands(alice: User, bob: User, offered: Item, asked: Ask) -> None:
    """At once; the ledger names the sale."""
    sale = market.approve(offered, alice, ask_id=asked.pk)
    offered.refresh_from_db()
    assert (offered.owner, balance(alice), balance(bob)) == (bob, 14, 6)
    assert sale.payment is not None
    assert (sale.payment.reference, sale.payment.memo) == (f"trade:{sale.pk}", offered.name)
    assert (states(), faults()) == (["done"], [])


def test_seller_and_buyer_are_told(alice: User, bob: User, offered: Item, asked: Ask) -> None:
    """Of what the other did."""
    market.approve(offered, alice, ask_id=asked.pk)
    assert (told(alice), told(bob)) == (["market.asked"], ["market.approved"])


def test_who_asked_in_vain_is_told(
    alice: User, bob: User, mallory: User, offered: Item, asked: Ask
) -> None:
    """And asks no more."""
    in_vain = market.ask(offered, mallory)
    market.approve(offered, alice, ask_id=asked.pk)
    in_vain.refresh_from_db()
    assert (in_vain.state, told(mallory)) == ("refused", ["market.refused"])


def test_bought_item_can_be_sold_again(alice: User, bob: User, offered: Item, asked: Ask) -> None:
    """By its new owner, and not by the old one."""
    market.approve(offered, alice, ask_id=asked.pk)
    with pytest.raises(NotOwnerError):
        market.offer(offered, alice, price=1)
    market.offer(offered, bob, price=9)
    assert states() == ["done", "offered"]


def test_withdrawn_item_cannot_be_bought(alice: User, bob: User, offered: Item, asked: Ask) -> None:
    """Neither asked for nor approved; who had asked is told."""
    market.withdraw(offered, alice)
    for attempt in (
        lambda: market.ask(offered, bob),
        lambda: market.approve(offered, alice, ask_id=asked.pk),
    ):
        with pytest.raises(WrongStateError, match="not on offer"):
            attempt()
    assert (states(), told(bob), balance(bob)) == (["withdrawn"], ["market.refused"], 10)


def test_ask_of_an_earlier_offer_counts_no_more(alice: User, offered: Item, asked: Ask) -> None:
    """It was for another price."""
    market.withdraw(offered, alice)
    market.offer(offered, alice, price=9)
    with pytest.raises(NoSuchAskError):
        market.approve(offered, alice, ask_id=asked.pk)


def test_ask_of_another_item_counts_for_nothing(
    alice: User, bob: User, offered: Item, asked: Ask
) -> None:
    """Though both are alice's."""
    other = Item.objects.filter(owner=alice).exclude(pk=offered.pk)[0]
    market.offer(other, alice, price=1)
    with pytest.raises(NoSuchAskError):
        market.approve(other, alice, ask_id=asked.pk)


def test_ask_can_be_withdrawn_and_made_again(
    alice: User, bob: User, offered: Item, asked: Ask
) -> None:
    """The seller is told of the first alone, and cannot approve what is withdrawn."""
    market.withdraw_ask(offered, bob)
    assert states() == ["offered"]
    with pytest.raises(NoSuchAskError):
        market.approve(offered, alice, ask_id=asked.pk)
    assert market.ask(offered, bob) == asked
    assert (states(), told(alice)) == (["asked"], ["market.asked"])


def test_nobody_asks_beyond_his_means(alice: User, bob: User, item: Item) -> None:
    """He would only be in the way."""
    market.offer(item, alice, price=11)
    with pytest.raises(NotEnoughCoinsError):
        market.ask(item, bob)
    assert states() == ["offered"]


def test_buyer_who_cannot_pay_any_more_buys_nothing(
    alice: User, bob: User, mallory: User, offered: Item, asked: Ask
) -> None:
    """He spent it elsewhere meanwhile: nothing has moved, and the sale goes on."""
    elsewhere = item_of(mallory)
    market.offer(elsewhere, mallory, price=9)
    market.approve(elsewhere, mallory, ask_id=market.ask(elsewhere, bob).pk)
    with pytest.raises(NotEnoughCoinsError, match="bob can spend 1 coin, not 4"):
        market.approve(offered, alice, ask_id=asked.pk)
    offered.refresh_from_db()
    assert (offered.owner, balance(alice), balance(bob)) == (alice, 10, 1)
    assert (states(), faults()) == (["asked", "done"], [])


Attempt = Callable[[Item, User, int], object]
FOREIGN: dict[str, Attempt] = {
    "offer": lambda item, user, ask: market.offer(item, user, price=1),
    "withdraw": lambda item, user, ask: market.withdraw(item, user),
    "approve": lambda item, user, ask: market.approve(item, user, ask_id=ask),
}


@pytest.mark.parametrize("attempt", FOREIGN.values(), ids=FOREIGN)
def test_only_the_owner_sells(
    bob: User, mallory: User, offered: Item, asked: Ask, attempt: Attempt
) -> None:
    """Neither a stranger nor who asks for it."""
    for user in (bob, mallory):
        with pytest.raises(NotOwnerError):
            attempt(offered, user, asked.pk)
    assert (states(), faults()) == (["asked"], [])


@pytest.mark.parametrize(
    ("attempt", "sentence"),
    [
        (lambda item, user: market.offer(item, user, price=1), "on offer already"),
        (lambda item, user: market.ask(item, user), "is yours"),
        (lambda item, user: market.withdraw_ask(item, user), "do not ask"),
    ],
)
def test_owner_does_nothing_that_makes_no_sense(
    alice: User, offered: Item, attempt: Callable[[Item, User], object], sentence: str
) -> None:
    """And is told why."""
    with pytest.raises(RefusedError, match=sentence):
        attempt(offered, alice)
    assert states() == ["offered"]


def ended(**changes: object) -> dict[str, object]:
    return {"ended_at": timezone.now(), **changes}


@pytest.mark.parametrize(
    "changes",
    [
        {"state": SaleState.APPROVED},
        ended(state=SaleState.DONE),
        {"state": "sold"},
        {"state": SaleState.WITHDRAWN},
        {"price": 5},
        {"price": 0},
        {"buyer": 1},
    ],
)
def test_database_knows_the_states(offered: Item, changes: dict[str, object]) -> None:
    """What goes round the actions is refused as well."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Sale.objects.update(**changes)
    assert states() == ["offered"]


@pytest.mark.parametrize("state", [SaleState.OFFERED, SaleState.ASKED, SaleState.DONE])
def test_database_lets_no_ended_sale_go_on(alice: User, offered: Item, state: str) -> None:
    """Withdrawn is withdrawn."""
    market.withdraw(offered, alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sale.objects.update(state=state, ended_at=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sale.objects.all()._raw_delete("default")


def test_database_holds_one_open_sale_an_item(alice: User, offered: Item) -> None:
    """And one approved ask a sale."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Sale.objects.create(item=offered, seller=alice, price=1)


def test_who_is_disabled_is_off_the_market(
    alice: User, bob: User, mallory: User, offered: Item, asked: Ask
) -> None:
    """His offers and his asks; his items wait for him."""
    his = item_of(bob)
    market.offer(his, bob, price=1)
    market.ask(his, mallory)
    users.disable(bob)
    assert states() == ["offered", "withdrawn"]
    assert told(mallory) == ["market.refused"]
    assert item_of(bob).owner == bob


def test_who_deletes_his_account_leaves_his_entries(
    alice: User, bob: User, offered: Item, asked: Ask
) -> None:
    """Under the tombstone that the account becomes; the bank has his items."""
    market.approve(offered, alice, ask_id=asked.pk)
    users.delete(bob)
    assert not Item.objects.filter(owner=bob).exists()
    assert Item.objects.filter(owner=None).count() == 4
    assert (balance(bob), bob.wallet.entries.count(), faults()) == (6, 2, [])


def test_item_of_the_bank_is_nobodys_to_sell(alice: User, bob: User, mallory: User) -> None:
    """Nor to ask for."""
    item = item_of(bob)
    users.delete(bob)
    with pytest.raises(NotOwnerError):
        market.offer(item, mallory, price=1)
    with pytest.raises(WrongStateError):
        market.ask(item, mallory)
