"""Accounts: made, changed, disabled, deleted. A row stays for ever."""

import uuid
from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions import devices
from accounts.models import Device, User
from accounts.signals import account_disabled

TOMBSTONE_DOMAIN = "deleted.invalid"
PROGRAM_DOMAIN = "program.invalid"
"""RFC 2606: no mailbox can ever exist in either."""


class TakenError(Exception):
    """Another account has this ``field``, a username or an e-mail address."""

    def __init__(self, field: str) -> None:
        super().__init__(f"{field} is taken")
        self.field = field


class StaleLinkError(Exception):
    """The link from an e-mail was used, is too old, or was never ours."""


def register(username: str, email: str, *, password: str, is_active: bool = True) -> User:
    """Make an account. Raises TakenError where somebody was faster."""
    try:
        with transaction.atomic():
            return User.objects.create_user(username, email, password, is_active=is_active)
    except IntegrityError:
        if User.objects.filter(username=username).exists():
            raise TakenError("username") from None
        raise TakenError("email") from None


def make_program(name: str) -> User:
    """Make an account of our own, called ``name`` and a few letters, that nobody can sign in as.

    It has no password, and no mailbox by which it could be given one; nobody is told that it is
    online, and it takes part in no lottery.
    """
    unique = uuid.uuid4().hex
    email = f"{unique}@{PROGRAM_DOMAIN}"
    return User.objects.create_user(f"{name}-{unique[:8]}", email, invisible=True, is_bot=True)


def change(user: User, **fields: Any) -> None:
    """Set ``fields`` and no other column, which may have changed since ``user`` was read.

    Raises TakenError where somebody was faster.
    """
    for name, value in fields.items():
        setattr(user, name, value)
    try:
        with transaction.atomic():
            user.save(update_fields=list(fields))
    except IntegrityError:
        raise TakenError("email") from None


@transaction.atomic
def change_password(user: User, password: str, *, keep: Device | None = None) -> None:
    """Set ``password`` and sign ``user`` out everywhere but on the device ``keep``.

    Saving signs the devices out: see :class:`accounts.passwords.EndsDevices`.
    """
    user.kept_device = keep
    user.set_password(password)
    user.save(update_fields=["password"])


@transaction.atomic
def reset_password(user: User, password: str, *, token: str) -> None:
    """Set ``password`` by the ``token`` of an e-mail, once, and sign out everywhere.

    Raises StaleLinkError: the token follows from the old password, so the second
    of two at once must look at it again behind the lock.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if not (user.is_active and default_token_generator.check_token(user, token)):
        raise StaleLinkError
    change_password(user, password)


@transaction.atomic
def activate(user: User, *, token: str) -> None:
    """Let ``user`` sign in, who has proved by ``token`` that the e-mail address is his.

    Raises StaleLinkError, also for a disabled or deleted account: a link from
    earlier days must not undo that.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.disabled_at or user.deleted_at or not default_token_generator.check_token(user, token):
        raise StaleLinkError
    user.is_active = True
    user.save(update_fields=["is_active"])


@transaction.atomic
def disable(user: User) -> None:
    """Shut ``user`` out at once; :func:`enable` lets him in again."""
    _shut_out(user, disabled_at=timezone.now())


@transaction.atomic
def enable(user: User) -> None:
    """Let a disabled ``user`` sign in again. A deleted one stays deleted."""
    if User.objects.filter(pk=user.pk, deleted_at=None).update(is_active=True, disabled_at=None):
        user.is_active, user.disabled_at = True, None


@transaction.atomic
def delete(user: User) -> None:
    """Replace ``user`` by a tombstone, which keeps the username from being used again."""
    user.set_unusable_password()
    user.groups.clear()
    user.user_permissions.clear()
    _shut_out(
        user,
        deleted_at=timezone.now(),
        # Random, for nobody could sign up with it beforehand and so be in the way.
        email=f"{uuid.uuid4().hex}@{TOMBSTONE_DOMAIN}",
        password=user.password,
        first_name="",
        last_name="",
        is_staff=False,
        is_superuser=False,
    )


def _shut_out(user: User, **fields: Any) -> None:
    change(user, is_active=False, **fields)
    # Before the devices' own ends: who listens tells the sockets why they are
    # closed, and the first reason is the one that arrives.
    account_disabled.send(sender=User, user=user)
    devices.end_all(user)
