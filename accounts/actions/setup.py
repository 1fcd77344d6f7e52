"""The first administrator: made once, by whoever can read what the server prints."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts import keys
from accounts.actions import users
from accounts.models import SetupLink, User

LIFETIME = timedelta(days=7)
"""A link that stands in some log stops working; the next start prints another."""


class LinkGoneError(Exception):
    """The link was used, is too old, or there is an administrator already."""


def is_needed() -> bool:
    """Tell whether nobody administers this server yet."""
    return not User.objects.filter(is_superuser=True, is_active=True).exists()


def make_link() -> str | None:
    """Return the token of a new link, or None where it is not needed."""
    if not is_needed():
        return None
    token = keys.new()
    SetupLink.objects.create(token_hash=keys.digest(token))
    return token


def is_good(token: str) -> bool:
    """Tell whether ``token`` would work at this moment."""
    fresh = SetupLink.objects.filter(created_at__gt=timezone.now() - LIFETIME)
    return fresh.filter(token_hash=keys.digest(token)).exists() and is_needed()


@transaction.atomic
def create_administrator(token: str, *, username: str, email: str, password: str) -> User:
    """Make the first administrator. Raises LinkGoneError and users.TakenError.

    Of two at once, with one link or with two, the second waits at the lock of
    all links, and then finds an administrator.
    """
    list(SetupLink.objects.select_for_update().order_by("pk"))
    if not is_good(token):
        raise LinkGoneError
    user = users.register(username, email, password=password)
    users.change(user, is_staff=True, is_superuser=True)
    SetupLink.objects.all().delete()
    return user
