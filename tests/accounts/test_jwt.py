"""``/auth/jwt/``: a pair of tokens that stand for one device."""

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient
from rest_framework_simplejwt.tokens import RefreshToken

from accounts.actions import devices
from accounts.models import Device, User
from tests.accounts.conftest import PASSWORD, client

CREATE = "/auth/jwt/create/"
REFRESH = "/auth/jwt/refresh/"
VERIFY = "/auth/jwt/verify/"


@pytest.fixture
def pair(api: APIClient, alice: User) -> dict[str, str]:
    answer = api.post(CREATE, {"username": "alice", "password": PASSWORD})
    assert answer.status_code == 200
    return dict(answer.data)


def test_create_gives_a_pair(pair: dict[str, str]) -> None:
    """djoser's answer, for a device of its own."""
    assert set(pair) == {"access", "refresh"}
    alices = client(headers={"authorization": f"JWT {pair['access']}"})
    assert alices.get("/auth/users/me/").data["username"] == "alice"


def test_create_with_a_wrong_password_is_401(api: APIClient, alice: User) -> None:
    """simplejwt's answer, with the header that a 401 must have."""
    answer = api.post(CREATE, {"username": "alice", "password": "wrong"})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"]


def test_refresh_gives_a_new_access_token(api: APIClient, pair: dict[str, str]) -> None:
    """And nothing else: the refresh token stays."""
    answer = api.post(REFRESH, {"refresh": pair["refresh"]})
    assert answer.status_code == 200
    assert set(answer.data) == {"access"}
    assert answer.data["access"] != pair["access"]


def test_refresh_with_an_access_token_is_401(api: APIClient, pair: dict[str, str]) -> None:
    """Otherwise a stolen access token would live for ever."""
    assert api.post(REFRESH, {"refresh": pair["access"]}).status_code == 401


@pytest.mark.parametrize("token", ["access", "refresh"])
def test_verify_believes_both(api: APIClient, pair: dict[str, str], token: str) -> None:
    """The answer is empty, as simplejwt's is."""
    answer = api.post(VERIFY, {"token": pair[token]})
    assert (answer.status_code, answer.json()) == (200, {})


def test_ended_device_makes_all_of_it_invalid(api: APIClient, pair: dict[str, str]) -> None:
    """At once, though the tokens themselves have not expired."""
    devices.end(Device.objects.get())
    assert api.post(REFRESH, {"refresh": pair["refresh"]}).status_code == 401
    for token in pair.values():
        assert api.post(VERIFY, {"token": token}).status_code == 401


def test_refresh_token_ends_with_its_device(pair: dict[str, str]) -> None:
    """One clock rules both, so that neither outlives the other."""
    refresh = RefreshToken(pair["refresh"])  # type: ignore[arg-type]
    expires_at = Device.objects.get().expires_at
    assert expires_at is not None
    assert refresh["exp"] == int(expires_at.timestamp())
    assert expires_at > timezone.now() + timedelta(days=13)


@pytest.mark.parametrize("path", [REFRESH, VERIFY])
@pytest.mark.parametrize("token", ["x", "a.b.c", "😀", "a" * 4000])
def test_nonsense_is_401(api: APIClient, path: str, token: str) -> None:
    """A token that is none is no more than that."""
    field = "refresh" if path == REFRESH else "token"
    assert api.post(path, {field: token}).status_code == 401
