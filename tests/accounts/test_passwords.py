"""Setting and resetting a password, and what that ends."""

import re
from email.message import Message
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core import mail
from django.core.management import call_command
from djoser.utils import encode_uid
from kombu.exceptions import OperationalError
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts import tasks
from accounts.actions import devices, users
from accounts.actions.users import StaleLinkError
from accounts.models import Device, DeviceKind, User
from tests.accounts.conftest import PASSWORD, SignIn

SET = "/auth/users/set_password/"
RESET = "/auth/users/reset_password/"
CONFIRM = "/auth/users/reset_password_confirm/"
ME = "/auth/users/me/"
NEW = "staple of another kind"


def test_set_password_ends_all_other_devices(sign_in: SignIn, alice: User, bob: User) -> None:
    """Who asks stays signed in, and so does everybody else's."""
    laptop, robot, bobs = sign_in(alice), sign_in(alice), sign_in(bob)
    answer = laptop.post(SET, {"current_password": PASSWORD, "new_password": NEW})
    assert answer.status_code == 204
    assert laptop.get(ME).status_code == 200
    assert robot.get(ME).status_code == 401
    assert bobs.get(ME).status_code == 200
    alice.refresh_from_db()
    assert alice.check_password(NEW)


def test_set_password_with_a_wrong_one_is_400(sign_in: SignIn, alice: User) -> None:
    """And ends nothing."""
    laptop, robot = sign_in(alice), sign_in(alice)
    answer = laptop.post(SET, {"current_password": "wrong", "new_password": NEW})
    assert (answer.status_code, set(answer.data)) == (400, {"current_password"})
    assert robot.get(ME).status_code == 200


@pytest.mark.parametrize(
    "weak", ["short", "alice@example.org", "12345678910", "", "a\x00bcdefghij"]
)
def test_set_password_names_a_weak_one(sign_in: SignIn, alice: User, weak: str) -> None:
    """By its field."""
    answer = sign_in(alice).post(SET, {"current_password": PASSWORD, "new_password": weak})
    assert (answer.status_code, set(answer.data)) == (400, {"new_password"})


def test_set_password_of_a_stranger_is_401(api: APIClient, alice: User) -> None:
    """The password alone does not do here."""
    body = {"current_password": PASSWORD, "new_password": NEW}
    assert api.post(SET, body).status_code == 401


def test_guessing_the_current_password_is_counted(sign_in: SignIn, alice: User) -> None:
    """Together with the sign-ins."""
    program = sign_in(alice)
    for _ in range(5):
        program.post(SET, {"current_password": "wrong", "new_password": NEW})
    body = {"current_password": PASSWORD, "new_password": NEW}
    assert program.post(SET, body).status_code == 429
    login = {"username": "alice", "password": PASSWORD}
    assert program.post("/auth/token/login/", login).status_code == 429


def test_new_password_ends_the_devices_on_every_road(sign_in: SignIn, alice: User) -> None:
    """Saving it is enough, as the admin and commands do."""
    program = sign_in(alice)
    alice.set_password(NEW)
    alice.save()
    assert program.get(ME).status_code == 401


def test_a_stronger_hash_ends_nothing(sign_in: SignIn, alice: User, settings: Settings) -> None:
    """The same password, hashed anew at a sign-in, is no other password."""
    program = sign_in(alice)
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.ScryptPasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    assert sign_in(alice).get(ME).status_code == 200
    alice.refresh_from_db()
    assert alice.password.startswith("scrypt")
    assert program.get(ME).status_code == 200


def test_sign_in_overtaken_by_a_new_password_makes_no_device(alice: User) -> None:
    """Its device would have escaped the end of all devices."""
    seen = User.objects.get(pk=alice.pk)
    users.change_password(alice, NEW)
    with pytest.raises(devices.SignInOvertakenError):
        devices.start(seen, DeviceKind.TOKEN)
    assert not Device.objects.exists()


def test_reset_mails_a_link_of_ours(api: APIClient, alice: User, worker: None) -> None:
    """Built from PUBLIC_URL, whatever Host the request named."""
    answer = api.post(RESET, {"email": "Alice@Example.org"}, HTTP_HOST="127.0.0.1:666")
    assert answer.status_code == 204
    assert mail.outbox[0].to == ["alice@example.org"]
    assert "http://localhost:8000/password-reset/" in mail.outbox[0].body
    assert "127.0.0.1" not in text_of(mail.outbox[0].message())


def test_reset_of_an_unknown_address_is_204_too(api: APIClient, worker: None) -> None:
    """And sends nothing: the answer does not say who has an account."""
    assert api.post(RESET, {"email": "nobody@example.org"}).status_code == 204
    assert mail.outbox == []


def test_reset_of_a_disabled_account_sends_nothing(
    api: APIClient, alice: User, worker: None
) -> None:
    """Neither does it say so."""
    users.disable(alice)
    assert api.post(RESET, {"email": "alice@example.org"}).status_code == 204
    assert mail.outbox == []


@pytest.mark.parametrize(
    "email", ["", "alice", "a\x00@example.org", "x" * 250 + "@example.org", None, 7]
)
def test_reset_of_no_address_is_400(api: APIClient, email: object) -> None:
    """By its field."""
    answer = api.post(RESET, {"email": email})
    assert (answer.status_code, set(answer.data)) == (400, {"email"})


def test_reset_without_a_broker_is_503(
    api: APIClient, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For known and unknown addresses alike, and with a sentence."""

    def away(*args: object, **kwargs: object) -> None:
        raise OperationalError("no broker")

    monkeypatch.setattr(tasks.send_password_reset, "apply_async", away)
    for email in ("alice@example.org", "nobody@example.org"):
        answer = api.post(RESET, {"email": email})
        assert answer.status_code == 503
        assert "later" in answer.data["detail"]


def test_reset_floods_no_mailbox(api: APIClient, worker: None, settings: Settings) -> None:
    """Not even from many addresses."""
    settings.THROTTLE_SIGN_UPS = (2, 3600)
    statuses = [
        api.post(RESET, {"email": "alice@example.org"}, REMOTE_ADDR=f"192.0.2.{n}").status_code
        for n in range(3)
    ]
    assert statuses == [204, 204, 429]


def test_confirm_sets_the_password_and_ends_every_device(
    api: APIClient, sign_in: SignIn, alice: User, worker: None
) -> None:
    """The link from the mail works, as the mail has it."""
    program = sign_in(alice)
    api.post(RESET, {"email": "alice@example.org"})
    found = re.search(r"password-reset/([^/\s]+)/([^/\s]+)", str(mail.outbox[0].body))
    assert found is not None
    body = {"uid": found[1], "token": found[2], "new_password": NEW}
    assert api.post(CONFIRM, body).status_code == 204
    assert program.get(ME).status_code == 401
    login = {"username": "alice", "password": NEW}
    assert api.post("/auth/token/login/", login).status_code == 200


def test_link_works_once(api: APIClient, alice: User) -> None:
    """Whoever finds it later finds nothing."""
    body = link(alice, new_password=NEW)
    assert api.post(CONFIRM, body).status_code == 204
    again = api.post(CONFIRM, {**body, "new_password": NEW + "!"})
    assert (again.status_code, set(again.data)) == (400, {"token"})


def test_link_works_once_also_at_the_same_moment(alice: User) -> None:
    """Behind the lock the token is looked at again."""
    token = default_token_generator.make_token(alice)
    users.reset_password(alice, NEW, token=token)
    with pytest.raises(StaleLinkError):
        users.reset_password(alice, NEW + "!", token=token)


def test_link_of_a_disabled_account_is_refused(api: APIClient, alice: User) -> None:
    """It undoes nothing."""
    body = link(alice, new_password=NEW)
    users.disable(alice)
    assert api.post(CONFIRM, body).status_code == 400


def test_link_is_stale_after_a_sign_in(api: APIClient, sign_in: SignIn, alice: User) -> None:
    """Who knows the password did not need it."""
    body = link(alice, new_password=NEW)
    sign_in(alice)
    assert api.post(CONFIRM, body).status_code == 400


def test_confirm_names_a_weak_password(api: APIClient, alice: User) -> None:
    """And keeps the link."""
    answer = api.post(CONFIRM, link(alice, new_password="short"))
    assert (answer.status_code, set(answer.data)) == (400, {"new_password"})
    assert api.post(CONFIRM, link(alice, new_password=NEW)).status_code == 204


@pytest.mark.parametrize(
    "uid", ["", "!", "AAAA", "LTE", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", 5, None, "é"]
)
@pytest.mark.parametrize("token", ["x", "a-b", 5])
def test_forged_link_is_400(api: APIClient, alice: User, uid: object, token: object) -> None:
    """Never a 500."""
    body = {"uid": uid, "token": token, "new_password": NEW}
    assert api.post(CONFIRM, body).status_code == 400


def test_link_of_another_is_refused(api: APIClient, alice: User, mallory: User) -> None:
    """The token is bound to its user."""
    body = {**link(mallory, new_password=NEW), "uid": encode_uid(alice.pk)}
    assert api.post(CONFIRM, body).status_code == 400


def test_command_changes_a_password(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """``manage.py changepassword`` signs out everywhere as well."""
    device = devices.start(alice, DeviceKind.PAGE).device
    monkeypatch.setattr("getpass.getpass", lambda *args, **kwargs: NEW)
    call_command("changepassword", "alice", stdout=StringIO())
    device.refresh_from_db()
    assert device.ended_at is not None


def link(user: User, **fields: Any) -> dict[str, Any]:
    token = default_token_generator.make_token(user)
    return {"uid": encode_uid(user.pk), "token": token, **fields}


def text_of(message: Message) -> str:
    return message.as_string()
