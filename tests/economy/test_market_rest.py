"""The market over REST: what is seen, what is refused, and in which words."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import User
from economy.actions import market
from economy.audit import faults
from economy.models import Ask, Item, Sale
from tests.economy.conftest import balance, item_of

ITEMS = "/api/economy/items/"


@pytest.fixture
def item(alice: User) -> Item:
    return item_of(alice)


def path(item: Item, tail: str = "") -> str:
    return f"{ITEMS}{item.pk}/{tail}"


def test_sale_from_offer_to_done(as_alice: APIClient, as_bob: APIClient, item: Item) -> None:
    """Each answer is the item as it is then."""
    offered = as_alice.post(path(item, "offer/"), {"price": 4}).json()
    assert (offered["state"], offered["price"], offered["mine"]) == ("offered", 4, True)
    asked = as_bob.post(path(item, "ask/")).json()
    assert (asked["state"], asked["mine"]) == ("asked", False)
    sold = as_alice.post(path(item, "approve/"), {"ask": asked["asks"][0]["id"]}).json()
    assert (sold["state"], sold["price"], sold["owner"]["username"]) == ("withdrawn", None, "bob")
    (sale,) = sold["sales"]
    assert (sale["seller"]["username"], sale["buyer"]["username"]) == ("alice", "bob")


def test_new_account_finds_its_items(as_alice: APIClient) -> None:
    """With the first look at the list."""
    mine = as_alice.get(ITEMS, {"mine": "true"}).json()["results"]
    assert [each["state"] for each in mine] == ["withdrawn"] * 3
    assert set(mine[0]) == {
        *("id", "kind", "name", "owner", "mine", "state", "price", "asks", "tradeable_at"),
    }


@pytest.mark.parametrize(
    ("state", "count"), [("offered", 1), ("asked", 1), ("withdrawn", 4), (None, 6)]
)
def test_list_is_of_one_state_or_all(
    as_bob: APIClient, alice: User, bob: User, state: str | None, count: int
) -> None:
    """Of everybody's items."""
    first, second, _ = Item.objects.filter(owner=item_of(alice).owner).order_by("pk")
    item_of(bob)
    for each in (first, second):
        market.offer(each, alice, price=2)
    market.ask(second, bob)
    found = as_bob.get(ITEMS, {"state": state} if state else {}).json()["results"]
    assert len(found) == count
    assert all(each["state"] == state for each in found if state)


def test_owner_sees_who_asks_and_others_themselves_alone(
    as_alice: APIClient, as_bob: APIClient, as_mallory: APIClient, alice: User, item: Item
) -> None:
    """Who wants it is nobody else's business."""
    market.offer(item, alice, price=1)
    for client in (as_bob, as_mallory):
        client.post(path(item, "ask/"))
    seen = {
        name: [ask["user"]["username"] for ask in client.get(path(item)).json()["asks"]]
        for name, client in (("alice", as_alice), ("bob", as_bob), ("mallory", as_mallory))
    }
    assert seen == {"alice": ["bob", "mallory"], "bob": ["bob"], "mallory": ["mallory"]}


@pytest.mark.parametrize(
    "value",
    [
        *("0", "-1", "1.5", "1.0", "1e3", "1000000001", "9223372036854775808", "1" + "0" * 400),
        *('"5"', '"five"', '"1_0"', '"\\u0665"', "true", "null", "[]", "{}"),
    ],
)
def test_price_that_is_none_is_named(as_alice: APIClient, item: Item, value: str) -> None:
    """Zero, negative, huge, fractional, or no number: in words, and nothing is offered."""
    body = f'{{"price": {value}}}'
    answer = as_alice.post(path(item, "offer/"), body, content_type="application/json")
    assert (answer.status_code, list(answer.json())) == (400, ["price"])
    assert " " in answer.json()["price"][0]
    assert not Sale.objects.exists()


@pytest.mark.parametrize("value", ["0.5", '"1"', "true", "null", "-1", "[]", "9223372036854775808"])
def test_ask_that_is_no_number_is_named(
    as_alice: APIClient, alice: User, bob: User, item: Item, value: str
) -> None:
    """Whatever is sent for its id."""
    market.offer(item, alice, price=1)
    market.ask(item, bob)
    body = f'{{"ask": {value}}}'
    answer = as_alice.post(path(item, "approve/"), body, content_type="application/json")
    assert (answer.status_code, list(answer.json())) == (400, ["ask"])
    assert (balance(bob), faults()) == (10, [])


@pytest.mark.parametrize("tail", ["offer/", "withdraw/", "approve/"])
def test_others_do_not_sell_it(
    as_mallory: APIClient, as_bob: APIClient, alice: User, bob: User, item: Item, tail: str
) -> None:
    """403 in words, also for who asks for it himself."""
    market.offer(item, alice, price=1)
    ask = market.ask(item, bob)
    for client in (as_mallory, as_bob):
        answer = client.post(path(item, tail), {"price": 1, "ask": ask.pk})
        assert (answer.status_code, answer.json()) == (403, {"detail": "This item is not yours."})
    assert (Sale.objects.get().state, balance(bob)) == ("asked", 10)


def test_nobody_withdraws_anothers_ask(
    as_mallory: APIClient, alice: User, bob: User, item: Item
) -> None:
    """She asks for nothing."""
    market.offer(item, alice, price=1)
    market.ask(item, bob)
    assert as_mallory.delete(path(item, "ask/")).status_code == 404
    assert Ask.objects.get().state == "open"


@pytest.mark.parametrize("number", [0, 999_999, 2**63, 10**40])
@pytest.mark.parametrize("tail", ["", "offer/", "withdraw/", "ask/", "approve/"])
def test_unknown_item_is_not_found(as_alice: APIClient, number: int, tail: str) -> None:
    """Whatever is to be done with it."""
    method = as_alice.post if tail else as_alice.get
    answer = method(f"{ITEMS}{number}/{tail}", {"price": 1, "ask": 1})
    assert answer.status_code == 404
    assert answer.json()["detail"]


def test_unknown_ask_is_not_found(as_alice: APIClient, alice: User, bob: User, item: Item) -> None:
    """In words."""
    market.offer(item, alice, price=1)
    ask = market.ask(item, bob)
    answer = as_alice.post(path(item, "approve/"), {"ask": ask.pk + 1})
    assert (answer.status_code, answer.json()) == (
        404,
        {"detail": "Nobody asks for this item under that id."},
    )


@pytest.mark.parametrize(
    ("tail", "sentence"),
    [("withdraw/", "not on offer"), ("ask/", "not on offer"), ("approve/", "not on offer")],
)
def test_wrong_state_is_a_conflict(
    as_alice: APIClient, item: Item, tail: str, sentence: str
) -> None:
    """409 with a sentence."""
    answer = as_alice.post(path(item, tail), {"ask": 1})
    assert answer.status_code == 409
    assert sentence in answer.json()["detail"]


def test_buyer_without_coins_is_a_conflict(as_bob: APIClient, alice: User, item: Item) -> None:
    """As well."""
    market.offer(item, alice, price=1000)
    answer = as_bob.post(path(item, "ask/"))
    assert answer.status_code == 409
    assert answer.json() == {"detail": "You have fewer than 1000 coins to spend."}


@pytest.mark.parametrize(
    ("method", "tail"),
    [
        *(("post", f"{verb}/") for verb in ("offer", "withdraw", "ask", "approve")),
        *(("get", ""), ("delete", "ask/")),
    ],
)
def test_anonymous_gets_401(anonymous: APIClient, item: Item, method: str, tail: str) -> None:
    """Nothing is offered to nobody."""
    assert getattr(anonymous, method)(path(item, tail)).status_code == 401
    assert anonymous.get(ITEMS).status_code == 401


@pytest.mark.parametrize(("name", "value"), [("state", "sold"), ("mine", "x"), ("cursor", "x")])
def test_malformed_question_is_named(as_alice: APIClient, name: str, value: str) -> None:
    """Each parameter by its own name."""
    answer = as_alice.get(ITEMS, {name: value})
    assert (answer.status_code, list(answer.json())) == (400, [name])


def test_list_costs_the_same_however_long(
    as_alice: APIClient, alice: User, bob: User, mallory: User
) -> None:
    """Owners, sales and asks come with it."""

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert as_alice.get(ITEMS).status_code == 200
        return len(captured)

    market.offer(item_of(alice), alice, price=1)
    market.ask(item_of(alice), bob)
    few = queries()
    for item in Item.objects.filter(owner=bob):
        market.offer(item, bob, price=1)
        market.ask(item, mallory)
    assert queries() == few <= 6


def test_no_answer_shows_an_email_address(as_bob: APIClient, alice: User, item: Item) -> None:
    """An address is shown to nobody but its owner."""
    market.offer(item, alice, price=1)
    for answer in (as_bob.post(path(item, "ask/")), as_bob.get(ITEMS), as_bob.get(path(item))):
        assert "example.org" not in json.dumps(answer.json())
