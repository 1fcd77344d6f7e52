"""The user's row: what the database itself refuses, and who may not sign in."""

import pytest
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from accounts.actions import users
from accounts.models import User
from accounts.signals import account_disabled
from tests.accounts.conftest import SignIn


@pytest.mark.parametrize("username", ["ALICE", "Alice"])
def test_name_is_unique_in_every_letter_case(alice: User, username: str) -> None:
    """The column lowers what it is given."""
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user(username, "other@example.org")


def test_address_is_unique_in_every_letter_case(alice: User) -> None:
    """Two accounts with one address would break the reset of passwords."""
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("carol", "ALICE@EXAMPLE.ORG")


@pytest.mark.parametrize("username", ["a b", "-a", "a\n", "ä", "a" * 33, "a/b"])
def test_database_holds_the_form_of_a_name(db: None, username: str) -> None:
    """Also where no serializer has looked, as in a command."""
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        User.objects.create_user(username, "a@example.org")


def test_lookup_finds_a_name_in_capitals(alice: User) -> None:
    """``createsuperuser`` and the admin look up what was typed."""
    assert User.objects.get(username="ALICE") == alice


def test_active_and_disabled_at_once_is_impossible(alice: User) -> None:
    """The database holds it."""
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=alice.pk).update(disabled_at=timezone.now())


def test_disable_shuts_out_at_once_and_enable_lets_in(sign_in: SignIn, alice: User) -> None:
    """With new keys: the old ones have ended."""
    told: list[User] = []

    def on_disabled(user: User, **kwargs: object) -> None:
        told.append(user)

    account_disabled.connect(on_disabled)
    program = sign_in(alice)
    users.disable(alice)
    assert told == [alice]
    assert program.get("/auth/users/me/").status_code == 401
    users.enable(alice)
    assert program.get("/auth/users/me/").status_code == 401
    assert sign_in(alice).get("/auth/users/me/").status_code == 200


def test_enable_digs_up_no_tombstone(alice: User) -> None:
    """Deleted is deleted."""
    users.delete(alice)
    users.enable(alice)
    alice.refresh_from_db()
    assert not alice.is_active


def test_nobody_can_be_in_the_way_of_a_deletion(alice: User, mallory: User) -> None:
    """The tombstone's address cannot be guessed, and so not be taken beforehand."""
    users.delete(alice)
    users.delete(mallory)
    assert alice.email != mallory.email
    assert "alice" not in alice.email
