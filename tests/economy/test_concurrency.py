"""Several processes buy and sell at once: no coin is lost, none is made, nothing is sold twice."""

import random
from multiprocessing.synchronize import Barrier

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from economy.actions import market
from economy.audit import faults
from economy.models import Ask, AskState, Item, Sale, SaleState
from tests.conftest import client_for, make_user
from tests.economy.conftest import balance, give, settled_in
from tests.economy.processes import all_at_once

pytestmark = [
    pytest.mark.timeout(180),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("emptied"),
]

PROCESSES = 4
PURCHASES = 200
COINS = 1000
REFUSED = {403, 404, 409}


@pytest.fixture
def traders(emptied: None) -> list[User]:
    """Return four people with a thousand coins and three items each."""
    users = [settled_in(make_user(name)) for name in ("alice", "bob", "carol", "dave")]
    for user in users:
        give(user, COINS - 10)
    return users


def approve(client: APIClient, item: Item, ask: Ask) -> bool:
    """Say whether the sale was done; a refusal must be one of those that have words."""
    answer = client.post(
        f"/api/economy/items/{item.pk}/approve/", {"ask": ask.pk}, HTTP_HOST="localhost"
    )
    assert answer.status_code in {200, *REFUSED}, answer.content
    return answer.status_code == 200


def asked_for(*, count: int, users: list[User]) -> None:
    """Put ``count`` items on offer, each asked for by somebody else, all at once."""
    chance, now = random.Random(count), timezone.now()
    items = Item.objects.bulk_create(
        Item(kind="marble", name="Marble", owner=chance.choice(users), tradeable_at=now)
        for _ in range(count)
    )
    sales = Sale.objects.bulk_create(
        Sale(item=item, seller=item.owner, price=chance.randint(1, 9), state=SaleState.ASKED)
        for item in items
    )
    Ask.objects.bulk_create(
        Ask(sale=sale, user=chance.choice([user for user in users if user != sale.seller]))
        for sale in sales
    )


def buy_share(barrier: Barrier, share: int) -> None:
    """Approve every PROCESSES-th ask, while the others approve theirs."""
    asks = Ask.objects.select_related("sale__item", "sale__seller").order_by("pk")
    mine = list(asks)[share::PROCESSES]
    barrier.wait(60)
    for ask in mine:
        market.approve(ask.sale.item, ask.sale.seller, ask_id=ask.pk)


def test_two_hundred_purchases_at_once_leave_the_ledger_in_order(traders: list[User]) -> None:
    """Between four wallets, from four processes."""
    asked_for(count=PURCHASES, users=traders)
    all_at_once(buy_share, *((share,) for share in range(PROCESSES)))
    assert Sale.objects.filter(state=SaleState.DONE).count() == PURCHASES
    assert sum(balance(user) for user in traders) == COINS * len(traders)
    assert faults() == []


def approve_all(barrier: Barrier, username: str) -> None:
    """Approve, as the owner, what ``username`` asks for, item by item and with all others."""
    seller = client_for(User.objects.get(username="alice"))
    asks = Ask.objects.select_related("sale__item").filter(user__username=username)
    for ask in asks.order_by("sale"):
        barrier.wait(60)
        approve(seller, ask.sale.item, ask)


def test_item_is_never_sold_twice(traders: list[User]) -> None:
    """Each of three buyers is approved at the same moment; one of them has it."""
    alice, *buyers = traders
    items = Item.objects.filter(owner=alice)
    for item in items:
        market.offer(item, alice, price=5)
        for buyer in buyers:
            market.ask(item, buyer)
    all_at_once(approve_all, *((buyer.username,) for buyer in buyers))
    assert Sale.objects.filter(state=SaleState.DONE).count() == 3
    assert Ask.objects.filter(state=AskState.APPROVED).count() == 3
    assert (balance(alice), faults()) == (COINS + 15, [])


def open_wallets(barrier: Barrier, usernames: list[str]) -> None:
    clients = [client_for(User.objects.get(username=name)) for name in usernames]
    for client in clients:
        barrier.wait(60)
        assert client.get("/api/economy/", HTTP_HOST="localhost").status_code == 200


def test_wallet_is_opened_once(emptied: None) -> None:
    """However many tabs ask for it first."""
    names = [make_user(f"newcomer-{number}").username for number in range(5)]
    all_at_once(open_wallets, *((names,) for _ in range(PROCESSES)))
    assert [balance(user) for user in User.objects.all()] == [10] * 5
    assert (Item.objects.count(), faults()) == (15, [])
