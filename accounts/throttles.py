"""The throttles of the contract: which window, whose, and how that is answered.

Unlike DRF's own, which read, modify and write a cache without a lock, these
hold over all processes (:mod:`accounts.actions.places`).
"""

import hashlib
import math

from django.conf import settings
from django.http import HttpRequest
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from accounts.actions import places
from accounts.actions.places import Claim, FullError, Place
from accounts.addresses import client_address
from accounts.models import User
from accounts.windows import SlidingWindow

__all__ = ["PostThrottle", "SlidingWindow", "TicketThrottle"]


class UserThrottle(BaseThrottle):
    """A window for each signed-in user; its rate is the Django setting ``setting``."""

    scope: str
    setting: str
    _wait: int | None = None

    def allow_request(self, request: Request, view: APIView) -> bool:
        try:
            places.take([Claim(window(self.scope, self.setting), str(request.user.pk))])
        except FullError as full:
            self._wait = retry_after(full)
            return False
        return True

    def wait(self) -> int | None:
        return self._wait


class PostThrottle(UserThrottle):
    """Messages that a user posts."""

    scope = "posts"
    setting = "THROTTLE_POSTS"


class TicketThrottle(UserThrottle):
    """Tickets that a user takes."""

    scope = "tickets"
    setting = "THROTTLE_TICKETS"


def window(scope: str, setting: str) -> SlidingWindow:
    """Return the window ``scope`` with the rate of the Django setting ``setting``."""
    limit, seconds = getattr(settings, setting)
    return SlidingWindow(scope, limit, seconds)


def retry_after(full: FullError) -> int:
    """Return whole seconds for Retry-After: never 0, which would ask for a storm."""
    return max(1, math.ceil(full.wait))


def take(*claims: Claim) -> list[Place]:
    """Take a place in each window; Throttled (429 with Retry-After) where one is full."""
    try:
        return places.take(claims)
    except FullError as full:
        raise Throttled(wait=retry_after(full)) from full


def sign_up(request: HttpRequest) -> Claim:
    """One account more from this address."""
    return _provisional("sign-ups", "THROTTLE_SIGN_UPS", key=client_address(request))


def change(user: User) -> Claim:
    """One change more of the own account; the rate is that of sign-ups."""
    return _provisional("changes", "THROTTLE_SIGN_UPS", key=str(user.pk))


def mail_from(request: HttpRequest) -> Claim:
    """One e-mail more that this address makes us send; the rate is that of sign-ups."""
    return Claim(window("mails:address", "THROTTLE_SIGN_UPS"), client_address(request))


def mail_to(email: str) -> Claim:
    """One e-mail more that somebody makes us send to ``email``."""
    return Claim(window("mails:mailbox", "THROTTLE_SIGN_UPS"), hashed(email))


def login(request: HttpRequest) -> Claim:
    """One sign-in more from this address, whether it succeeds or not."""
    return Claim(window("logins", "THROTTLE_LOGINS"), client_address(request))


def login_failures(request: HttpRequest, username: str) -> list[Claim]:
    """One wrong password more: for the account, and from this address."""
    account, address = hashed(username), client_address(request)
    return [
        _provisional("failures:account", "THROTTLE_LOGIN_FAILURES_ACCOUNT", key=account),
        _provisional("failures:address", "THROTTLE_LOGIN_FAILURES_ADDRESS", key=address),
    ]


def hashed(name: str) -> str:
    """Return the key of an account's ``name``, whether it exists or not.

    Hashed, because people type passwords into the wrong field, and because a
    name may be longer than the column.
    """
    return hashlib.sha256(name.lower().encode()).hexdigest()


def _provisional(scope: str, setting: str, *, key: str) -> Claim:
    return Claim(window(scope, setting), key, provisional=True)
