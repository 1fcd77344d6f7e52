"""``POST /auth/users/``: who may have an account, and under which name."""

from typing import Any

import pytest
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts.actions import users
from accounts.actions.users import TakenError
from accounts.models import ThrottleWindow, User
from tests.accounts.conftest import PASSWORD, SignIn, account

USERS = "/auth/users/"


def body(**changes: object) -> dict[str, object]:
    return {
        "email": "carol@example.org",
        "username": "carol",
        "password": PASSWORD,
        **changes,
    }


def test_sign_up_makes_an_account(api: APIClient) -> None:
    """201, without the password in whatever form."""
    answer = api.post(USERS, body())
    assert answer.status_code == 201
    shown = {"id", "username", "email", "first_name", "last_name", "invisible"}
    assert set(answer.data) == shown
    assert User.objects.get(username="carol").check_password(PASSWORD)


def test_sign_up_lowers_name_and_address(api: APIClient) -> None:
    """Given in capitals, they are lowered."""
    answer = api.post(USERS, body(username="CaRol", email="Carol@Example.ORG"))
    assert (answer.data["username"], answer.data["email"]) == ("carol", "carol@example.org")


def test_sign_up_grants_nothing(api: APIClient) -> None:
    """What is not asked for is not read."""
    api.post(USERS, body(is_staff=True, is_superuser=True, id=7, is_active=False))
    carol = User.objects.get(username="carol")
    assert (carol.is_staff, carol.is_superuser, carol.is_active) == (False, False, True)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", ""),
        ("username", "-carol"),
        ("username", "ca rol"),
        ("username", "car\nol"),
        ("username", "car\x00ol"),
        ("username", "cärol"),
        ("username", "c" * 33),
        ("username", "me"),
        ("username", "Everyone"),
        ("username", ["carol"]),
        ("username", None),
        ("username", 5),
        ("email", "carol"),
        ("email", "carol\x00@example.org"),
        ("email", f"{'c' * 250}@example.org"),
        ("email", {"a": 1}),
        ("password", ""),
        ("password", "short"),
        ("password", "password123"),
        ("password", "48151623421"),
        ("password", "carol@example.org"),
        ("password", "x\x00" * 10),
        ("password", "x" * 1025),
        ("password", True),
        ("password", 915162342108),
    ],
)
def test_bad_field_is_named(api: APIClient, field: str, value: object) -> None:
    """400 with a sentence for the field, and no account."""
    answer = api.post(USERS, body(**{field: value}))
    assert answer.status_code == 400
    assert set(answer.data) == {field}
    assert not User.objects.exists()


@pytest.mark.parametrize("field", ["email", "username", "password"])
def test_missing_field_is_named(api: APIClient, field: str) -> None:
    """All three are needed."""
    incomplete = body()
    del incomplete[field]
    assert set(api.post(USERS, incomplete).data) == {field}


def test_password_keeps_its_blanks(api: APIClient) -> None:
    """A password is what was typed, to the letter."""
    api.post(USERS, body(password="  two and two  "))
    assert User.objects.get().check_password("  two and two  ")


@pytest.mark.parametrize("username", ["alice", "ALICE"])
def test_taken_name_is_refused(api: APIClient, alice: User, username: str) -> None:
    """In whatever letter case."""
    answer = api.post(USERS, body(username=username))
    assert answer.status_code == 400
    assert set(answer.data) == {"username"}


def test_taken_address_is_refused(api: APIClient, alice: User) -> None:
    """In whatever letter case."""
    answer = api.post(USERS, body(email="ALICE@example.org"))
    assert answer.status_code == 400
    assert set(answer.data) == {"email"}


@pytest.mark.parametrize("username", ["alice", "Alice"])
def test_name_of_a_deleted_account_is_never_used_again(
    api: APIClient, alice: User, username: str
) -> None:
    """Nobody can become who somebody else was."""
    users.delete(alice)
    assert set(api.post(USERS, body(username=username)).data) == {"username"}


def test_address_of_a_deleted_account_is_free_again(api: APIClient, alice: User) -> None:
    """It is the person's own, who may come back under another name."""
    users.delete(alice)
    assert api.post(USERS, body(email="alice@example.org")).status_code == 201


@pytest.mark.parametrize(
    ("username", "email", "field"),
    [("alice", "x@y.org", "username"), ("carol", "alice@example.org", "email")],
)
def test_the_slower_of_two_is_refused(alice: User, username: str, email: str, field: str) -> None:
    """The database decides where both found the name free."""
    with pytest.raises(TakenError) as refusal:
        users.register(username, email, password=PASSWORD)
    assert refusal.value.field == field


def test_closed_registration_is_403_with_a_sentence(api: APIClient, settings: Settings) -> None:
    """The operator makes the accounts then."""
    settings.REGISTRATION = "closed"
    answer = api.post(USERS, body())
    assert answer.status_code == 403
    assert "Registration is closed" in answer.data["detail"]
    assert not User.objects.exists()


def test_sign_ups_are_limited_by_address(api: APIClient, settings: Settings) -> None:
    """The one past the limit waits, another address does not."""
    settings.THROTTLE_SIGN_UPS = (2, 3600)
    for name in ("carol", "dave"):
        assert sign_up(api, name).status_code == 201
    refused = sign_up(api, "erin")
    assert refused.status_code == 429
    assert 3590 <= int(refused["Retry-After"]) <= 3600
    assert api.post(USERS, body(), REMOTE_ADDR="192.0.2.7").status_code == 400
    assert sign_up(api, "frank", REMOTE_ADDR="192.0.2.7").status_code == 201


def test_a_forged_header_is_no_other_address(api: APIClient, settings: Settings) -> None:
    """Only what the proxy saw counts."""
    settings.THROTTLE_SIGN_UPS = (1, 3600)
    sign_up(api, "carol")
    for header in ("x-forwarded-for", "x-real-ip", "forwarded"):
        assert sign_up(api, "dave", headers={header: "192.0.2.7"}).status_code == 429


def test_a_weak_password_costs_no_place(api: APIClient, settings: Settings) -> None:
    """Trying until the form is content is no flood."""
    settings.THROTTLE_SIGN_UPS = (1, 3600)
    assert api.post(USERS, body(password="short")).status_code == 400
    assert sign_up(api, "carol").status_code == 201


def test_broken_json_costs_no_place(api: APIClient, settings: Settings) -> None:
    """Nothing was asked for."""
    settings.THROTTLE_SIGN_UPS = (1, 3600)
    assert api.post(USERS, "{", content_type="application/json").status_code == 400
    assert sign_up(api, "carol").status_code == 201


def test_asking_who_exists_costs_a_place(api: APIClient, alice: User, settings: Settings) -> None:
    """Otherwise the form would list all accounts to whoever asks often enough."""
    settings.THROTTLE_SIGN_UPS = (1, 3600)
    assert sign_up(api, "alice").status_code == 400
    assert sign_up(api, "bob").status_code == 429


def test_a_limit_of_zero_is_none(api: APIClient, settings: Settings) -> None:
    """And writes nothing."""
    settings.THROTTLE_SIGN_UPS = (0, 3600)
    for number in range(25):
        assert sign_up(api, f"user{number}").status_code == 201
    assert not ThrottleWindow.objects.exists()


def test_nobody_lists_the_accounts(api: APIClient, sign_in: SignIn, alice: User) -> None:
    """Not a stranger, not a user, not an administrator."""
    chief = account("chief")
    User.objects.filter(pk=chief.pk).update(is_staff=True, is_superuser=True)
    for program in (api, sign_in(alice), sign_in(chief)):
        answer = program.get(USERS)
        assert answer.status_code == 405
        assert b"@" not in answer.content


def sign_up(api: APIClient, name: str, **extra: Any) -> Any:
    return api.post(USERS, body(username=name, email=f"{name}@example.org"), **extra)
