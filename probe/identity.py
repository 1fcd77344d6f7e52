"""Who the probe is: an account that nobody can sign in as, alone in a session of its own."""

from datetime import datetime, timedelta

from rest_framework_simplejwt.settings import api_settings

from accounts import tokens
from accounts.actions import devices, users
from accounts.actions.devices import SignInOvertakenError
from accounts.models import Device, DeviceKind, User
from chat.actions.sessions import create_session
from chat.models import ChatSession, Kind
from probe.errors import NoWayError
from probe.models import ProbeSession

NAME = "probe"

LEEWAY: timedelta = api_settings.ACCESS_TOKEN_LIFETIME
"""A device that ends sooner would not outlive the token that it is given."""


def own_session() -> ChatSession:
    """Return the session in which the probe posts; made, with its owner, on first use."""
    made, _ = ProbeSession.objects.select_related("session__owner").get_or_create(
        pk=1,
        defaults={"session": _make_session},  # type: ignore[misc] # called where there is none
    )
    return made.session


def access_token(user: User, *, now: datetime) -> str:
    """Return an access token of ``user``, on a device that is used for as long as it lives.

    No key of the probe's is stored anywhere. Raises NoWayError where an administrator has
    disabled the account.
    """
    mine = Device.objects.filter(user=user, kind=DeviceKind.JWT).alive(at=now + LEEWAY)
    try:
        device = mine.first() or devices.start(user, DeviceKind.JWT, label=NAME).device
    except SignInOvertakenError:
        raise NoWayError(f"The probe's account {user.username} is disabled.") from None
    return tokens.access(device)


def _make_session() -> ChatSession:
    return create_session(users.make_program(NAME), title=NAME, kind=Kind.PRIVATE)
