"""The administration: it shows, disables, and signs out."""

from typing import Any

import pytest
from django.test import Client

from accounts.actions import devices, users
from accounts.models import Device, DeviceKind, User
from tests.accounts.conftest import PASSWORD, account

USERS = "/admin/accounts/user/"
DEVICES = "/admin/accounts/device/"


@pytest.fixture
def chief(db: None) -> User:
    user = account("chief")
    users.change(user, is_staff=True, is_superuser=True)
    return user


@pytest.fixture
def admin(chief: User) -> Client:
    browser = Client(HTTP_HOST="localhost")
    browser.force_login(chief)
    return browser


def test_admin_is_for_staff(alice: User) -> None:
    """Mallory and alice see its sign-in only."""
    browser = Client(HTTP_HOST="localhost")
    browser.force_login(alice)
    assert browser.get(USERS).status_code == 302


def test_sign_in_is_throttled_with_the_other_doors(chief: User) -> None:
    """Five wrong ones, wherever; then the right one waits."""
    browser = Client(HTTP_HOST="localhost")
    for _ in range(5):
        assert "correct username" in sign_in(browser, "wrong")
    assert "Too many tries" in sign_in(browser, PASSWORD)
    body = {"username": "chief", "password": PASSWORD}
    assert browser.post("/auth/token/login/", body, "application/json").status_code == 429


def test_sign_in_gives_its_place_back(chief: User) -> None:
    """Right ones are no failures."""
    for _ in range(7):
        assert sign_in(Client(HTTP_HOST="localhost"), PASSWORD) == ""


def test_unticking_active_disables_and_ends_devices(admin: Client, alice: User) -> None:
    """As the action does it."""
    device = devices.start(alice, DeviceKind.TOKEN).device
    assert save(admin, alice).status_code == 302
    alice.refresh_from_db()
    device.refresh_from_db()
    assert alice.disabled_at is not None
    assert device.ended_at is not None


def test_ticking_active_enables(admin: Client, alice: User) -> None:
    """And forgets when it was disabled."""
    users.disable(alice)
    save(admin, alice, is_active="on")
    alice.refresh_from_db()
    assert (alice.is_active, alice.disabled_at) == (True, None)


@pytest.mark.parametrize(("action", "active"), [("disable", False), ("enable", True)])
def test_actions_disable_and_enable(
    admin: Client, alice: User, action: str, *, active: bool
) -> None:
    """Several at once."""
    if active:
        users.disable(alice)
    admin.post(USERS, {"action": action, "_selected_action": [alice.pk]})
    alice.refresh_from_db()
    assert alice.is_active == active


def test_username_is_not_changed(admin: Client, alice: User) -> None:
    """Whatever the form says."""
    save(admin, alice, username="root", is_active="on", first_name="Alice")
    alice.refresh_from_db()
    assert (alice.username, alice.first_name) == ("alice", "Alice")


def test_users_are_not_deleted(admin: Client, alice: User) -> None:
    """A row stays for ever."""
    assert admin.get(f"{USERS}{alice.pk}/delete/").status_code == 403
    admin.post(USERS, {"action": "delete_selected", "_selected_action": [alice.pk], "post": "yes"})
    assert User.objects.filter(pk=alice.pk).exists()


def test_tombstone_is_shown_and_not_changed(admin: Client, alice: User) -> None:
    """Nobody makes it a person again."""
    users.delete(alice)
    assert admin.get(f"{USERS}{alice.pk}/change/").status_code == 200
    assert save(admin, alice, is_active="on").status_code == 403


def test_user_is_made(admin: Client) -> None:
    """With an address, which each account has."""
    body = {
        "username": "Dave",
        "email": "Dave@example.org",
        "usable_password": "true",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    assert admin.post(f"{USERS}add/", body).status_code == 302
    assert User.objects.get(username="dave").email == "dave@example.org"


@pytest.mark.parametrize(
    "body",
    [
        {"usable_password": "true", "password1": "x y z w v u", "password2": "x y z w v u"},
        {"usable_password": "false", "unset-password": "1"},
    ],
)
def test_new_password_ends_the_devices(admin: Client, alice: User, body: dict[str, str]) -> None:
    """Set anew, or taken away."""
    device = devices.start(alice, DeviceKind.PAGE).device
    assert admin.post(f"{USERS}{alice.pk}/password/", body).status_code == 302
    device.refresh_from_db()
    assert device.ended_at is not None


def test_devices_are_shown_without_their_hashes(admin: Client, alice: User) -> None:
    """Neither in the list nor on the page."""
    device = devices.start(alice, DeviceKind.TOKEN).device
    for page in (DEVICES, f"{DEVICES}{device.pk}/change/"):
        answer = admin.get(page)
        assert answer.status_code == 200
        assert str(device.token_hash) not in answer.content.decode()


def test_devices_are_signed_out(admin: Client, alice: User) -> None:
    """Through the action, so that their sockets hear of it."""
    device = devices.start(alice, DeviceKind.TOKEN).device
    admin.post(DEVICES, {"action": "sign_out", "_selected_action": [str(device.pk)]})
    assert Device.objects.get().ended_at is not None


def test_devices_are_neither_made_nor_deleted(admin: Client, alice: User) -> None:
    """A login makes them."""
    device = devices.start(alice, DeviceKind.TOKEN).device
    assert admin.get(f"{DEVICES}add/").status_code == 403
    assert admin.get(f"{DEVICES}{device.pk}/delete/").status_code == 403


def sign_in(browser: Client, password: str) -> str:
    answer = browser.post("/admin/login/", {"username": "chief", "password": password})
    return answer.content.decode()


def save(admin: Client, user: User, **changes: str) -> Any:
    return admin.post(f"{USERS}{user.pk}/change/", {"email": user.email, **changes})
