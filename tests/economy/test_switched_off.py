"""With ECONOMY=off there is none."""

import importlib
from collections.abc import Iterator

import pytest
from django.urls import clear_url_caches
from pytest_django import Settings
from rest_framework.test import APIClient

import chatire.urls

ECONOMY = ("/api/economy/", "/api/economy/draws/", "/api/economy/items/")


@pytest.fixture
def paths_anew(settings: Settings) -> Iterator[Settings]:
    """Let paths be made as at a start, which is when they are made once."""
    yield settings
    settings.ECONOMY = True
    make_paths()


def make_paths() -> None:
    importlib.reload(chatire.urls)
    clear_url_caches()


@pytest.mark.parametrize(("is_on", "status"), [(False, 404), (True, 200)])
def test_one_setting_switches_it_off(
    paths_anew: Settings, as_alice: APIClient, *, is_on: bool, status: int
) -> None:
    """No path of it answers, and the page is told so; everything else stays."""
    paths_anew.ECONOMY = is_on
    make_paths()
    assert [as_alice.get(path).status_code for path in ECONOMY] == [status] * 3
    assert as_alice.get("/api/instance/").json()["economy"] is is_on
    assert as_alice.get("/api/chats/").status_code == 200
