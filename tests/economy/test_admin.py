"""The admin shows the economy, changes nothing of it, and tells no secret."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from accounts.models import User
from economy import models
from economy.actions import market
from economy.models import Chain
from tests.economy.conftest import item_of
from tests.economy.lottery import settled

MODELS: list[Any] = [
    *(models.Ask, models.Chain, models.Draw, models.Entry),
    *(models.Item, models.Sale, models.Transfer, models.Wallet),
]


@pytest.fixture
def administrator(client: Client, alice: User, bob: User) -> Client:
    """Return an administrator's browser, in an economy in which something has happened."""
    settled()
    item = item_of(alice)
    market.offer(item, alice, price=1)
    market.ask(item, bob)
    user = get_user_model().objects.create_superuser("root", "root@example.org", "x" * 12)
    client.force_login(user)
    return client


def test_admin_shows_every_model(administrator: Client) -> None:
    """The list, what is searched for in it, and one row."""
    for model in MODELS:
        path = f"/admin/economy/{model._meta.model_name}/"
        row = model.objects.order_by("pk")[0]
        for address in (path, f"{path}?q=1", f"{path}{row.pk}/change/"):
            assert administrator.get(address).status_code == 200, address


def test_admin_changes_no_row(administrator: Client) -> None:
    """No form adds, changes or deletes: no code path changes an entry."""
    for model in MODELS:
        path = f"/admin/economy/{model._meta.model_name}/"
        row = f"{path}{model.objects.order_by('pk')[0].pk}"
        assert "delete_selected" not in administrator.get(path).content.decode()
        assert administrator.get(f"{path}add/").status_code == 403
        assert administrator.post(f"{row}/change/", {}).status_code == 403
        assert administrator.post(f"{row}/delete/", {"post": "yes"}).status_code == 403


def test_admin_tells_no_secret_of_a_chain(administrator: Client) -> None:
    """Else an administrator could tell who wins next."""
    chain = Chain.objects.get()
    shown = administrator.get(f"/admin/economy/chain/{chain.pk}/change/").content.decode()
    assert chain.anchor in shown
    assert chain.root not in shown
    assert chain.pseudonym_key not in shown
