"""The check of a password, behind each door that asks for one.

A try takes its places in the windows of wrong passwords before the password is
looked at, and gives them back when it was right. Counting afterwards would let
through as many wrong ones as arrive while the first is still being hashed.
"""

from django.contrib.auth import authenticate
from django.http import HttpRequest

from accounts import throttles
from accounts.actions import devices, places
from accounts.actions.devices import SignInOvertakenError, Started
from accounts.models import DeviceKind, User


class WrongCredentialsError(Exception):
    """No such user, another password, or an account that may not sign in."""


def sign_in(request: HttpRequest, username: str, *, password: str, kind: DeviceKind) -> Started:
    """Return a new device of the user with this name and password.

    Raises WrongCredentialsError, which does not say what was wrong, and
    Throttled.
    """
    failures = throttles.login_failures(request, username)
    taken = throttles.take(throttles.login(request), *failures)
    try:
        started = _start(request, username, password=password, kind=kind)
    except WrongCredentialsError:
        places.keep(taken)
        raise
    places.give_back(taken)
    return started


def _start(request: HttpRequest, username: str, *, password: str, kind: DeviceKind) -> Started:
    # ModelBackend hashes the password of an unknown user too: no name can be
    # told from another by the time that this takes.
    user = authenticate(request, username=username, password=password)
    if not isinstance(user, User):
        raise WrongCredentialsError
    try:
        return devices.start(user, kind, label=request.headers.get("User-Agent", ""))
    except SignInOvertakenError:
        raise WrongCredentialsError from None


def knows_password(request: HttpRequest, user: User, *, password: str) -> bool:
    """Tell whether ``password`` is that of ``user``, who is signed in.

    Counted like a sign-in that failed: a stolen token must not become a way of
    guessing in peace. Raises Throttled.
    """
    taken = throttles.take(*throttles.login_failures(request, user.username))
    if not user.check_password(password):
        places.keep(taken)
        return False
    places.give_back(taken)
    return True
