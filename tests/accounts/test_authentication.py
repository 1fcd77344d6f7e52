"""The Authorization header: who it is, in one query, or 401."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient
from rest_framework_simplejwt.tokens import AccessToken

from accounts import tokens
from accounts.actions import devices
from accounts.models import Device, DeviceKind, User
from tests.accounts.conftest import SignIn, client

ME = "/auth/users/me/"


def test_token_costs_one_query(
    sign_in: SignIn, alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Device and user come together."""
    program = sign_in(alice)
    with django_assert_num_queries(1):
        program.get(ME)


def test_access_token_costs_one_query(
    alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """The token names the device; one look at that finds the user too."""
    program = bearer(alice)
    with django_assert_num_queries(1):
        assert program.get(ME).status_code == 200


@pytest.mark.parametrize("scheme", ["JWT", "Bearer", "bearer"])
def test_access_token_is_taken_under_each_scheme(alice: User, scheme: str) -> None:
    """djoser's clients say JWT, all others Bearer; case does not matter (RFC 9110, 11.1)."""
    assert bearer(alice, scheme=scheme).get(ME).status_code == 200


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Token",
        "Token ",
        "Token a b",
        "Token \xff",
        "Bearer",
        "Bearer a.b.c",
        "JWT \x00",
        "JWT " + "a" * 5000,
        "JWT eyJhbGciOiJub25lIn0.eyJkZXZpY2UiOiIxIn0.",
        "Basic YWxpY2U6eA==",
    ],
)
def test_a_header_that_means_nothing_is_401(db: None, header: str) -> None:
    """Never a 500; and a 401 says what it wants."""
    answer = client(headers={"authorization": header}).get(ME)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Token")


def test_access_token_without_a_device_is_401(alice: User) -> None:
    """A token that nobody could take back is not believed."""
    token = AccessToken()
    token["user_id"] = str(alice.pk)
    assert client(headers={"authorization": f"JWT {token}"}).get(ME).status_code == 401


def test_access_token_of_another_user_is_401(alice: User, mallory: User) -> None:
    """The device must be that user's."""
    token = AccessToken()
    token["user_id"] = str(alice.pk)
    token["device"] = str(devices.start(mallory, DeviceKind.JWT).device.pk)
    assert client(headers={"authorization": f"JWT {token}"}).get(ME).status_code == 401


def test_refresh_token_opens_nothing_else(alice: User) -> None:
    """It is good for a new access token alone."""
    refresh = tokens.refresh(devices.start(alice, DeviceKind.JWT).device)
    assert client(headers={"authorization": f"JWT {refresh}"}).get(ME).status_code == 401


def test_expired_access_token_is_401(alice: User) -> None:
    """Access lives five minutes."""
    device = devices.start(alice, DeviceKind.JWT).device
    token = AccessToken(tokens.access(device))  # type: ignore[arg-type]
    token.set_exp(lifetime=timedelta(seconds=-1))
    assert client(headers={"authorization": f"JWT {token}"}).get(ME).status_code == 401


def test_access_token_lives_five_minutes(alice: User) -> None:
    """The contract's number."""
    token = AccessToken(tokens.access(devices.start(alice, DeviceKind.JWT).device))  # type: ignore[arg-type]
    assert token["exp"] - token["iat"] == 300


@pytest.mark.parametrize("kind", DeviceKind)
def test_expired_device_is_nobody(alice: User, kind: DeviceKind) -> None:
    """Before the periodic task has ended it, too."""
    device, key = devices.start(alice, kind)
    Device.objects.update(expires_at=timezone.now())
    header = f"Token {key}" if key else f"JWT {tokens.access(device)}"
    assert client(headers={"authorization": header}).get(ME).status_code == 401


def test_disabled_user_is_nobody(sign_in: SignIn, alice: User) -> None:
    """From the next request on, with every key that he has."""
    program = sign_in(alice)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert program.get(ME).status_code == 401


def test_use_is_remembered_once_an_hour(sign_in: SignIn, alice: User) -> None:
    """A key in use does not expire."""
    program = sign_in(alice)
    before = timezone.now() - timedelta(hours=2)
    Device.objects.update(last_used_at=before, expires_at=timezone.now() + timedelta(days=1))
    program.get(ME)
    device = Device.objects.get()
    assert device.last_used_at > before
    assert device.expires_at is not None
    assert device.expires_at > timezone.now() + timedelta(days=300)


def bearer(user: User, *, scheme: str = "JWT") -> APIClient:
    access = tokens.access(devices.start(user, DeviceKind.JWT).device)
    return client(headers={"authorization": f"{scheme} {access}"})
