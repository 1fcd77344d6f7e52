"""Draws over REST: everybody can check them, nobody learns who the others are."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.actions import users
from accounts.models import User
from economy.actions.draws import forget_lists
from economy.actions.preferences import prefer
from economy.entrants import own_pseudonym
from economy.models import Chain, Draw
from economy.verification import Published, faults
from tests.conftest import client_for
from tests.economy.lottery import begin_chain, run_at, settled

DRAWS = "/api/economy/draws/"


def test_settled_draw_has_all_that_checking_it_needs(as_alice: APIClient, bob: User) -> None:
    """From the answers alone, back to the anchor."""
    settled(3)
    previous = as_alice.get(f"{DRAWS}1/").json()["chain"]["anchor"]
    for number in (1, 2, 3):
        shown = as_alice.get(f"{DRAWS}{number}/").json()
        assert shown["previous_seed"] == previous
        published = Published(
            entrants=shown["entrants"],
            entrants_hash=shown["entrants_hash"],
            previous_seed=shown["previous_seed"],
            seed=shown["seed"],
            winner=shown["winner"]["pseudonym"],
        )
        assert faults(published) == []
        previous = shown["seed"]


def test_open_draw_shows_its_list_and_not_its_seed(as_alice: APIClient, alice: User) -> None:
    """Nor the root, nor anything else from which it follows."""
    begin_chain()
    run_at(0)
    answer = as_alice.get(f"{DRAWS}1/")
    shown = answer.json()
    assert (shown["state"], shown["seed"], shown["winner"]) == ("closed", None, None)
    assert shown["entrants"] == [shown["mine"]]
    chain = Chain.objects.get()
    for secret in (chain.root, chain.pseudonym_key, bytes(chain.checkpoints)[:32].hex()):
        assert secret not in answer.content.decode()


def test_everybody_sees_his_own_pseudonym_and_no_other(
    as_alice: APIClient, as_bob: APIClient, alice: User, bob: User
) -> None:
    """Another one in each draw."""
    settled(2)
    mine = {}
    for user, client in ((alice, as_alice), (bob, as_bob)):
        for draw in Draw.objects.all():
            shown = client.get(f"{DRAWS}{draw.number}/").json()
            assert shown["mine"] == own_pseudonym(draw, user)
            assert shown["mine"] in shown["entrants"]
            mine[user, draw] = shown["mine"]
    assert len(set(mine.values())) == 6


def test_who_takes_no_part_has_no_pseudonym(as_mallory: APIClient, mallory: User) -> None:
    """She may look all the same."""
    User.objects.filter(pk=mallory.pk).update(is_bot=True)
    settled()
    assert as_mallory.get(f"{DRAWS}1/").json()["mine"] is None


def winners_name(client: APIClient) -> str | None:
    shown = client.get(DRAWS).json()["results"][-1]
    user = shown["winner"]["user"]
    return user["username"] if user else None


def test_winner_is_named_with_his_consent_alone(
    as_alice: APIClient, as_bob: APIClient, alice: User, bob: User
) -> None:
    """He himself knows; consent that is taken back counts for the past too."""
    winner = settled().winner
    assert winner is not None
    loser_client = as_bob if winner == alice else as_alice
    seen = [winners_name(client_for(winner)), winners_name(loser_client)]
    prefer(winner, show_name=True)
    seen.append(winners_name(loser_client))
    prefer(winner, show_name=False)
    seen.append(winners_name(loser_client))
    assert seen == [winner.username, None, winner.username, None]


def test_winner_who_deleted_his_account_is_not_named(
    as_mallory: APIClient, mallory: User, alice: User
) -> None:
    """His consent went with it."""
    User.objects.filter(pk=mallory.pk).update(is_bot=True)
    prefer(alice, show_name=True)
    settled()
    assert winners_name(as_mallory) == "alice"
    users.delete(alice)
    assert winners_name(as_mallory) is None


def test_list_has_the_newest_first(as_alice: APIClient) -> None:
    """All but the lists of entrants, and paged by cursor."""
    settled(3)
    page = as_alice.get(DRAWS, {"limit": 3}).json()
    assert [each["number"] for each in page["results"]] == [4, 3, 2]
    rest = as_alice.get(page["next"]).json()
    assert [each["number"] for each in rest["results"]] == [1]
    assert set(as_alice.get(f"{DRAWS}1/").json()) - set(page["results"][0]) == {"entrants"}


def test_list_costs_the_same_however_long(as_alice: APIClient, bob: User) -> None:
    """Seeds, winners, consents and one's own pseudonyms come with it."""

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert as_alice.get(DRAWS).status_code == 200
        return len(captured)

    begin_chain()
    for minute in range(3):
        run_at(minute)
    few = queries()
    for minute in range(3, 9):
        run_at(minute)
    assert queries() == few <= 5


def test_forgotten_list_is_null(as_alice: APIClient, alice: User) -> None:
    """Its hash, the seed and the winner stay."""
    settled()
    forget_lists(before=timezone.now())
    shown = as_alice.get(f"{DRAWS}1/").json()
    assert (shown["entrants"], shown["mine"]) == (None, None)
    assert shown["entrants_hash"]
    assert shown["winner"]


@pytest.mark.parametrize("number", ["0", "2", "9223372036854775808", "1" + "0" * 40])
def test_unknown_draw_is_not_found(as_alice: APIClient, number: str) -> None:
    """However large its number."""
    begin_chain()
    run_at(0)
    answer = as_alice.get(f"{DRAWS}{number}/")
    assert (answer.status_code, list(answer.json())) == (404, ["detail"])


@pytest.mark.parametrize("path", [DRAWS, f"{DRAWS}1/"])
def test_anonymous_gets_401(anonymous: APIClient, db: None, path: str) -> None:
    """The page that checks draws is for those who take part."""
    assert anonymous.get(path).status_code == 401


def test_no_answer_shows_an_email_address(as_alice: APIClient, alice: User) -> None:
    """An address is shown to nobody but its owner."""
    prefer(alice, show_name=True)
    settled()
    assert "example.org" not in json.dumps(as_alice.get(DRAWS).json())
