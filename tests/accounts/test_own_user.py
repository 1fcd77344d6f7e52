"""``/auth/users/me/``: oneself, and nobody else."""

import pytest
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.test import APIClient

from accounts.actions import users
from accounts.actions.users import TOMBSTONE_DOMAIN, TakenError
from accounts.models import Device, User
from accounts.serializers import UserSerializer
from accounts.signals import account_disabled, device_ended
from tests.accounts.conftest import PASSWORD, SignIn

ME = "/auth/users/me/"


def test_me_shows_my_address(sign_in: SignIn, alice: User) -> None:
    """The one place where an e-mail address is shown."""
    assert sign_in(alice).get(ME).data == {
        "id": alice.pk,
        "username": "alice",
        "email": "alice@example.org",
        "first_name": "",
        "last_name": "",
        "invisible": False,
    }


def test_public_user_has_no_address(alice: User) -> None:
    """What chat shows of a user."""
    assert set(UserSerializer(alice).data) == {"id", "username", "first_name", "last_name"}


def test_me_of_a_stranger_is_401(api: APIClient) -> None:
    """Nobody is me."""
    assert api.get(ME).status_code == 401


def test_others_are_404_by_number(sign_in: SignIn, alice: User, mallory: User) -> None:
    """Whether there is such a user or not."""
    program = sign_in(mallory)
    for number in (alice.pk, 10**6, 10**30):
        assert program.get(f"/auth/users/{number}/").status_code == 404
    assert program.get(f"/auth/users/{mallory.pk}/").data["username"] == "mallory"


@pytest.mark.parametrize("method", ["patch", "put", "delete", "post"])
def test_others_cannot_be_changed(sign_in: SignIn, alice: User, mallory: User, method: str) -> None:
    """There is no such call."""
    answer = getattr(sign_in(mallory), method)(f"/auth/users/{alice.pk}/", {"first_name": "x"})
    assert answer.status_code == 405
    alice.refresh_from_db()
    assert alice.first_name == ""


def test_patch_changes_names_and_lowers_the_address(sign_in: SignIn, alice: User) -> None:
    """Everything else of the row stays as it is."""
    answer = sign_in(alice).patch(ME, {"first_name": "Alice", "email": "New@Example.ORG"})
    assert answer.status_code == 200
    alice.refresh_from_db()
    assert (alice.first_name, alice.email) == ("Alice", "new@example.org")
    assert answer.data["email"] == "new@example.org"


def test_asking_whose_an_address_is_is_limited(
    sign_in: SignIn, alice: User, mallory: User, settings: Settings
) -> None:
    """As at sign-up; what is only malformed costs nothing."""
    settings.THROTTLE_SIGN_UPS = (1, 3600)
    program = sign_in(mallory)
    emails = ("none", "new@example.org", alice.email, "newer@example.org")
    answers = [program.patch(ME, {"email": email}).status_code for email in emails]
    assert answers == [400, 200, 400, 429]


def test_patch_grants_nothing(sign_in: SignIn, alice: User) -> None:
    """Neither rights nor another name."""
    wanted = {"is_staff": True, "is_superuser": True, "username": "root", "password": "x", "id": 1}
    assert sign_in(alice).patch(ME, wanted).status_code == 200
    alice.refresh_from_db()
    assert (alice.is_staff, alice.is_superuser, alice.username) == (False, False, "alice")
    assert alice.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "BOB@example.org"),
        ("email", ""),
        ("email", "a\x00@example.org"),
        ("first_name", "two\nlines"),
        ("first_name", "\x00"),
        ("last_name", "x" * 151),
        ("last_name", {}),
    ],
)
def test_patch_names_the_bad_field(
    sign_in: SignIn, alice: User, bob: User, field: str, value: object
) -> None:
    """400, and nothing stored."""
    answer = sign_in(alice).patch(ME, {field: value})
    assert answer.status_code == 400
    assert set(answer.data) == {field}


def test_patch_of_the_slower_of_two_is_refused(alice: User, bob: User) -> None:
    """The database decides where both found the address free."""
    with pytest.raises(TakenError):
        users.change(alice, email="bob@example.org")


def test_change_leaves_other_columns_alone(alice: User) -> None:
    """Who was disabled since the row was read is not enabled by a new first name."""
    User.objects.filter(pk=alice.pk).update(is_active=False)
    users.change(alice, first_name="Alice")
    alice.refresh_from_db()
    assert not alice.is_active


def test_delete_leaves_a_tombstone(sign_in: SignIn, alice: User) -> None:
    """The name stays taken; the person is gone from the row."""
    User.objects.filter(pk=alice.pk).update(first_name="Alice", last_name="A", is_staff=True)
    assert sign_in(alice).delete(ME, {"current_password": PASSWORD}).status_code == 204
    alice.refresh_from_db()
    assert (alice.username, alice.first_name, alice.last_name) == ("alice", "", "")
    assert (alice.is_active, alice.is_staff, alice.has_usable_password()) == (False, False, False)
    assert alice.email.endswith("@" + TOMBSTONE_DOMAIN)


def test_delete_ends_all_devices(sign_in: SignIn, alice: User, bob: User) -> None:
    """The account's end is told first: it is the reason that sockets should hear."""
    program, other, bobs = sign_in(alice), sign_in(alice), sign_in(bob)
    told: list[str] = []

    def on_account(user: User, **kwargs: object) -> None:
        told.append(f"account {user.username}")

    def on_device(device: Device, **kwargs: object) -> None:
        told.append("device")

    account_disabled.connect(on_account)
    device_ended.connect(on_device)
    program.delete(ME, {"current_password": PASSWORD})
    assert told == ["account alice", "device", "device"]
    assert other.get(ME).status_code == 401
    assert bobs.get(ME).status_code == 200


@pytest.mark.parametrize("body", [{}, {"current_password": "wrong"}, {"current_password": None}])
def test_delete_without_the_password_is_400(
    sign_in: SignIn, alice: User, body: dict[str, object]
) -> None:
    """A key alone, which somebody may have found, deletes nobody."""
    answer = sign_in(alice).delete(ME, body)
    assert answer.status_code == 400
    assert set(answer.data) == {"current_password"}
    alice.refresh_from_db()
    assert alice.is_active


def test_guessing_the_password_here_is_counted_too(sign_in: SignIn, alice: User) -> None:
    """A stolen key is no way of guessing in peace."""
    program = sign_in(alice)
    for _ in range(5):
        assert program.delete(ME, {"current_password": "wrong"}).status_code == 400
    refused = program.delete(ME, {"current_password": PASSWORD})
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) >= 1


def test_me_costs_one_query(
    sign_in: SignIn, alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """The one of the sign-in."""
    program = sign_in(alice)
    with django_assert_num_queries(1):
        program.get(ME)
