"""One's own wallet, entries and preferences over REST, and nobody else's."""

import csv
import io
from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django_celery_beat.models import PeriodicTask
from rest_framework.test import APIClient

from accounts.models import User
from economy import export
from economy.actions import market
from economy.models import Entry, Preference, Wallet
from economy.schedule import schedule
from economy.slots import TASK
from tests.conftest import client_for, make_user
from tests.economy.conftest import give, item_of
from tests.economy.lottery import begin_chain, run_at

ROOT = "/api/economy/"


@pytest.fixture
def scheduled(db: None) -> None:
    schedule(sender=apps.get_app_config("django_celery_beat"))


def trade(seller: User, buyer: User, *, price: int) -> None:
    item = item_of(seller)
    market.offer(item, seller, price=price)
    market.approve(item, seller, ask_id=market.ask(item, buyer).pk)


def test_overview_is_what_a_page_begins_with(as_alice: APIClient, scheduled: None) -> None:
    """Wallet, preferences, and when the next draw is."""
    chain = begin_chain()
    found = as_alice.get(ROOT).json()
    assert found["wallet"] == {"balance": 10, "held": 0, "held_until": None, "version": 1}
    assert found["preferences"] == {"pop_ups": True, "show_name": False}
    assert (found["period"], found["prize"], found["eligible"]) == (60, 1, "all")
    assert found["anchor"] == chain.anchor
    next_draw, now = map(parse_datetime, (found["next_draw_at"], found["server_time"]))
    assert next_draw is not None
    assert now is not None
    assert (next_draw.second, next_draw.microsecond) == (0, 0)
    # None is open: it would be closed with the next minute, and settled a minute later.
    assert timedelta(seconds=60) < next_draw - now <= timedelta(seconds=120)


def test_next_draw_is_the_end_of_the_open_one(as_alice: APIClient, scheduled: None) -> None:
    """What the page counts down to."""
    begin_chain()
    run_at(0)
    assert as_alice.get(ROOT).json()["next_draw_at"] == "2026-11-22T12:01:00.000000Z"


def test_overview_says_what_is_held_and_until_when(db: None) -> None:
    """Of who signed up a moment ago."""
    user = make_user("newcomer")
    wallet = client_for(user).get(ROOT).json()["wallet"]
    until = parse_datetime(wallet["held_until"])
    assert (wallet["balance"], wallet["held"]) == (10, 10)
    assert until == user.date_joined + timedelta(days=7)


def test_overview_while_the_lottery_is_switched_off(as_alice: APIClient, scheduled: None) -> None:
    """There is no next draw to count down to."""
    PeriodicTask.objects.filter(task=TASK).update(enabled=False)
    found = as_alice.get(ROOT).json()
    assert (found["next_draw_at"], found["period"], found["chain"]) == (None, None, None)


def test_preferences_are_changed_one_by_one(as_alice: APIClient, alice: User) -> None:
    """What is not given stays."""
    path = f"{ROOT}preferences/"
    assert as_alice.patch(path, {"pop_ups": False}).json() == {
        "pop_ups": False,
        "show_name": False,
    }
    assert as_alice.patch(path, {"show_name": True}).json() == {
        "pop_ups": False,
        "show_name": True,
    }
    assert as_alice.get(ROOT).json()["preferences"] == {"pop_ups": False, "show_name": True}


@pytest.mark.parametrize("value", ["yes", 1, None, "true", [], {}])
@pytest.mark.parametrize("name", ["pop_ups", "show_name"])
def test_malformed_preference_is_named(as_alice: APIClient, name: str, value: object) -> None:
    """A consent is true or false, and nothing like it."""
    answer = as_alice.patch(f"{ROOT}preferences/", {name: value})
    assert (answer.status_code, list(answer.json())) == (400, [name])
    assert not Preference.objects.exists()


def test_entries_say_why(as_alice: APIClient, alice: User, bob: User) -> None:
    """The newest first, each with the balance that it left."""
    trade(bob, alice, price=3)
    trade(alice, bob, price=5)
    found = as_alice.get(f"{ROOT}entries/").json()["results"]
    shown = [(each["amount"], each["balance_after"], each["text"].split(":")[0]) for each in found]
    assert shown == [(5, 12, "Sold"), (-3, 7, "Bought"), (10, 10, "Opening coins")]
    assert [each["kind"] for each in found] == ["trade", "trade", "opening"]


def test_entries_are_ones_own(as_alice: APIClient, as_mallory: APIClient, bob: User) -> None:
    """There is no way to ask for another's."""
    give(bob, 5)
    for client in (as_alice, as_mallory):
        for query in ({}, {"wallet": bob.wallet.pk}, {"user": bob.pk}):
            found = client.get(f"{ROOT}entries/", query).json()["results"]
            assert [each["amount"] for each in found] == [10]


def test_entries_are_paged_by_cursor(as_alice: APIClient, alice: User) -> None:
    """Every entry once, though they share their moments."""
    for _ in range(5):
        give(alice, 1)
    Wallet.objects.filter(user=alice).update(held=0)
    seen, address = [], f"{ROOT}entries/?limit=2"
    while address:
        page = as_alice.get(address).json()
        seen += [each["balance_after"] for each in page["results"]]
        address = page["next"]
    assert seen == [15, 14, 13, 12, 11, 10]


def rows(client: APIClient) -> list[dict[str, str]]:
    answer = client.get(f"{ROOT}entries.csv", headers={"accept": "text/csv"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer["Content-Disposition"]
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text)))


def test_export_has_every_entry(as_alice: APIClient, alice: User, bob: User) -> None:
    """The oldest first; what came and what went in columns of their own."""
    trade(bob, alice, price=3)
    found = rows(as_alice)
    assert [(row["received"], row["spent"], row["balance_after"]) for row in found] == [
        ("10", "", "10"),
        ("", "3", "7"),
    ]
    assert [int(row["id"]) for row in found] == list(
        Entry.objects.filter(wallet__user=alice).order_by("pk").values_list("pk", flat=True)
    )


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
def test_cell_that_a_spreadsheet_would_compute_is_quoted(
    as_alice: APIClient, alice: User, bob: User, first: str
) -> None:
    """Whoever comes to name an item so; what is harmless stays as it is."""
    assert export.harmless(f"{first}1+1") == f"'{first}1+1"
    assert export.harmless("1=1") == "1=1"
    assert not any(
        cell.startswith(first) for row in rows(as_alice) for cell in row.values() if cell
    )


@pytest.mark.parametrize(
    ("method", "path"),
    [("get", ""), ("patch", "preferences/"), ("get", "entries/"), ("get", "entries.csv")],
)
def test_anonymous_gets_401(anonymous: APIClient, db: None, method: str, path: str) -> None:
    """In JSON, whatever was to be had."""
    answer = getattr(anonymous, method)(f"{ROOT}{path}", headers={"accept": "text/csv, */*"})
    assert answer.status_code == 401
    assert answer.json()["detail"]


@pytest.mark.parametrize(("method", "path"), [("post", ""), ("post", "entries/"), ("delete", "")])
def test_nobody_writes_a_wallet(as_alice: APIClient, method: str, path: str) -> None:
    """Nor an entry."""
    answer = getattr(as_alice, method)(f"{ROOT}{path}", {"balance": 1000})
    assert answer.status_code == 405


def test_balance_now_is_that_of_the_moment(as_alice: APIClient, alice: User) -> None:
    """And its version goes with it."""
    give(alice, 2)
    wallet = as_alice.get(ROOT).json()["wallet"]
    assert (wallet["balance"], wallet["version"]) == (12, 2)
    assert timezone.now() > alice.date_joined
