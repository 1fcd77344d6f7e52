"""``/auth/token/``: one key a sign-in, shown once, ended alone."""

import pytest
from rest_framework.test import APIClient

from accounts import keys
from accounts.models import Device, DeviceKind, User
from tests.accounts.conftest import PASSWORD, SignIn, client

LOGIN = "/auth/token/login/"
LOGOUT = "/auth/token/logout/"
ME = "/auth/users/me/"


def test_login_gives_a_key_that_signs_in(api: APIClient, alice: User) -> None:
    """The answer is djoser's, and the key works in djoser's header."""
    answer = api.post(LOGIN, {"username": "alice", "password": PASSWORD})
    assert answer.status_code == 200
    assert set(answer.data) == {"auth_token"}
    alices = client(headers={"authorization": f"Token {answer.data['auth_token']}"})
    assert alices.get(ME).data["username"] == "alice"


def test_login_in_capitals_finds_the_account(api: APIClient, alice: User) -> None:
    """A username is lowered wherever it is given."""
    assert api.post(LOGIN, {"username": " ALICE ", "password": PASSWORD}).status_code == 200


def test_login_stores_no_key(api: APIClient, alice: User) -> None:
    """The database holds the key's hash, so that a copy of it signs nobody in."""
    key = api.post(LOGIN, {"username": "alice", "password": PASSWORD}).data["auth_token"]
    device = Device.objects.get()
    assert device.token_hash == keys.digest(key)
    assert key not in str(Device.objects.values())


def test_login_makes_a_device_each_time(api: APIClient, alice: User) -> None:
    """Two programs of one user hold two keys."""
    for agent in ("laptop", "robot"):
        api.post(LOGIN, {"username": "alice", "password": PASSWORD}, headers={"user-agent": agent})
    assert {device.label for device in alice.devices.all()} == {"laptop", "robot"}
    assert alice.devices.filter(kind=DeviceKind.TOKEN).count() == 2


def test_login_remembers_when(api: APIClient, alice: User) -> None:
    """A reset link from before the sign-in stops working by this."""
    api.post(LOGIN, {"username": "alice", "password": PASSWORD})
    alice.refresh_from_db()
    assert alice.last_login is not None


@pytest.mark.parametrize("username", ["alice", "nobody"])
def test_login_with_a_wrong_password_is_refused(api: APIClient, alice: User, username: str) -> None:
    """Known and unknown names get the same sentence."""
    answer = api.post(LOGIN, {"username": username, "password": "wrong"})
    assert answer.status_code == 400
    assert answer.json() == {"non_field_errors": ["Unable to log in with provided credentials."]}


def test_login_of_a_disabled_account_is_refused(api: APIClient, alice: User) -> None:
    """The right password does not help, and is not confirmed."""
    User.objects.filter(pk=alice.pk).update(is_active=False)
    answer = api.post(LOGIN, {"username": "alice", "password": PASSWORD})
    assert answer.status_code == 400
    assert not Device.objects.exists()


def test_login_ignores_an_old_key_in_the_header(alice: User) -> None:
    """Who signs in anew often still sends what does not work any more."""
    stale = client(headers={"authorization": "Token gone"})
    assert stale.post(LOGIN, {"username": "alice", "password": PASSWORD}).status_code == 200


def test_logout_ends_this_device_alone(sign_in: SignIn, alice: User) -> None:
    """The other program of the same user stays signed in."""
    laptop, robot = sign_in(alice), sign_in(alice)
    assert laptop.post(LOGOUT).status_code == 204
    assert laptop.get(ME).status_code == 401
    assert robot.get(ME).status_code == 200


def test_logout_ends_a_device_of_another_kind(api: APIClient, alice: User) -> None:
    """Whatever proves the request is what ends."""
    pair = api.post("/auth/jwt/create/", {"username": "alice", "password": PASSWORD}).data
    program = client(headers={"authorization": f"Bearer {pair['access']}"})
    assert program.post(LOGOUT).status_code == 204
    assert program.get(ME).status_code == 401
    refreshed = api.post("/auth/jwt/refresh/", {"refresh": pair["refresh"]})
    assert refreshed.status_code == 401


def test_logout_of_nobody_is_refused(api: APIClient) -> None:
    """A stranger ends nothing."""
    assert api.post(LOGOUT).status_code == 401
