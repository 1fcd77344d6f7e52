"""``/auth/session/``: the page's sign-in and its rotating cookie."""

from datetime import timedelta
from http.cookies import Morsel

import pytest
from django.utils import timezone
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts.models import Device, DeviceKind, User
from accounts.refresh import RefreshToken
from accounts.views.session import COOKIE
from tests.accounts.conftest import ORIGIN, PASSWORD, client

SESSION = "/auth/session/"
REFRESH = "/auth/session/refresh/"


@pytest.fixture
def signed_in(page: APIClient, alice: User) -> APIClient:
    assert page.post(SESSION, {"username": "alice", "password": PASSWORD}).status_code == 200
    return page


def test_sign_in_gives_access_and_a_cookie(page: APIClient, alice: User) -> None:
    """The body holds what lives in memory, the cookie what no script reads."""
    answer = page.post(SESSION, {"username": "Alice", "password": PASSWORD})
    assert set(answer.data) == {"access"}
    cookie = answer.cookies[COOKIE]
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["path"], cookie["secure"]) == ("Strict", SESSION, "")
    alices = client(headers={"authorization": f"Bearer {answer.data['access']}"})
    assert alices.get("/auth/users/me/").data["username"] == "alice"


def test_cookie_is_secure_behind_https(alice: User, settings: Settings) -> None:
    """PUBLIC_URL alone says so."""
    settings.PUBLIC_URL = "https://chat.example.org"
    page = client(headers={"origin": "https://chat.example.org"})
    answer = page.post(SESSION, {"username": "alice", "password": PASSWORD})
    assert answer.cookies[COOKIE]["secure"] is True


def test_wrong_password_is_401(page: APIClient, alice: User) -> None:
    """And sets no cookie."""
    answer = page.post(SESSION, {"username": "alice", "password": "wrong"})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"]
    assert COOKIE not in answer.cookies


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", ORIGIN + ".evil.example"])
@pytest.mark.parametrize(
    ("method", "path"), [("post", SESSION), ("delete", SESSION), ("post", REFRESH)]
)
def test_foreign_origin_is_403(
    signed_in: APIClient, method: str, path: str, origin: str | None
) -> None:
    """What another site makes the browser send does nothing, cookie or not."""
    foreign = client(headers={"origin": origin} if origin else {})
    foreign.cookies = signed_in.cookies
    body = {"username": "alice", "password": PASSWORD}
    assert getattr(foreign, method)(path, body).status_code == 403
    assert Device.objects.get().ended_at is None


def test_loopback_is_one_place_under_three_names(alice: User) -> None:
    """Whoever opens 127.0.0.1 where PUBLIC_URL says localhost can sign in."""
    page = client(headers={"origin": "http://127.0.0.1:8000"})
    assert page.post(SESSION, {"username": "alice", "password": PASSWORD}).status_code == 200


def test_refresh_rotates_the_cookie(signed_in: APIClient) -> None:
    """Each use makes a successor."""
    first = cookie_of(signed_in)
    answer = signed_in.post(REFRESH)
    assert (answer.status_code, set(answer.data)) == (200, {"access"})
    assert cookie_of(signed_in) != first
    assert signed_in.post(REFRESH).status_code == 200


def test_predecessor_within_ten_seconds_gets_the_same_successor(signed_in: APIClient) -> None:
    """Two tabs, or an answer that was lost: nobody is signed out and no chain forks."""
    first = cookie_of(signed_in)
    signed_in.post(REFRESH)
    second = cookie_of(signed_in)
    answer = with_cookie(first).post(REFRESH)
    assert answer.status_code == 200
    assert answer.cookies[COOKIE].value == second
    assert Device.objects.get().generation == 1


def test_predecessor_after_ten_seconds_ends_the_device(signed_in: APIClient) -> None:
    """It is in two hands: neither is believed any more."""
    first = cookie_of(signed_in)
    signed_in.post(REFRESH)
    Device.objects.update(rotated_at=timezone.now() - timedelta(seconds=10.5))
    answer = with_cookie(first).post(REFRESH)
    assert answer.status_code == 401
    assert Device.objects.get().ended_at is not None
    assert signed_in.post(REFRESH).status_code == 401


def test_older_token_ends_the_device(signed_in: APIClient) -> None:
    """Only the last predecessor has a grace time."""
    first = cookie_of(signed_in)
    signed_in.post(REFRESH)
    signed_in.post(REFRESH)
    assert with_cookie(first).post(REFRESH).status_code == 401
    assert signed_in.post(REFRESH).status_code == 401


def test_token_of_the_future_ends_nothing(signed_in: APIClient) -> None:
    """After a restored backup the page signs in again, and no alarm is raised."""
    device = Device.objects.get()
    answer = with_cookie(str(RefreshToken(device.pk, device.generation + 1))).post(REFRESH)
    assert answer.status_code == 401
    assert Device.objects.get().ended_at is None


@pytest.mark.parametrize("forge", [lambda c: c[:-1] + ("0" if c[-1] != "0" else "1"), str.upper])
def test_forged_cookie_is_401(signed_in: APIClient, forge: object) -> None:
    """And costs its victim nothing."""
    assert callable(forge)
    assert with_cookie(forge(cookie_of(signed_in))).post(REFRESH).status_code == 401
    assert signed_in.post(REFRESH).status_code == 200


def test_refresh_without_a_cookie_is_401(page: APIClient) -> None:
    """Nobody is signed in here."""
    assert page.post(REFRESH).status_code == 401


def test_refresh_keeps_the_sign_in_alive(signed_in: APIClient) -> None:
    """A page in use never expires."""
    Device.objects.update(expires_at=timezone.now() + timedelta(minutes=1))
    signed_in.post(REFRESH)
    expires_at = Device.objects.get().expires_at
    assert expires_at is not None
    assert expires_at > timezone.now() + timedelta(days=29)


def test_sign_out_ends_the_device_and_the_cookie(signed_in: APIClient, alice: User) -> None:
    """Copies of the cookie and the access token are worth nothing afterwards."""
    copy = cookie_of(signed_in)
    answer = signed_in.delete(SESSION)
    assert answer.status_code == 204
    morsel: Morsel[str] = answer.cookies[COOKIE]
    assert (morsel.value, morsel["path"], morsel["max-age"]) == ("", SESSION, 0)
    assert with_cookie(copy).post(REFRESH).status_code == 401


def test_sign_out_of_nobody_is_204(page: APIClient) -> None:
    """Signed out is signed out."""
    assert page.delete(SESSION).status_code == 204


def test_sign_in_over_a_sign_in_ends_the_first(signed_in: APIClient, bob: User) -> None:
    """Its cookie is gone, so nobody could sign it out later."""
    signed_in.post(SESSION, {"username": "bob", "password": PASSWORD})
    alive = Device.objects.get(ended_at=None)
    assert (alive.user, alive.kind) == (bob, DeviceKind.PAGE)


def test_disabled_user_refreshes_no_more(signed_in: APIClient, alice: User) -> None:
    """The cookie alone does not help."""
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert signed_in.post(REFRESH).status_code == 401


def cookie_of(page: APIClient) -> str:
    return str(page.cookies[COOKIE].value)


def with_cookie(value: str) -> APIClient:
    page = client(headers={"origin": ORIGIN})
    page.cookies[COOKIE] = value
    return page
