"""Settings on which the safety of accounts rests: wrong ones stop the start."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

ENDS_DEVICES = "accounts.passwords.EndsDevices"


@register(Tags.security)
def check_new_passwords_end_devices(**kwargs: Any) -> list[CheckMessage]:
    """E001: without its listener a new password would leave a thief signed in."""
    if any(entry["NAME"] == ENDS_DEVICES for entry in settings.AUTH_PASSWORD_VALIDATORS):
        return []
    return [Error(f"AUTH_PASSWORD_VALIDATORS lacks {ENDS_DEVICES}.", id="accounts.E001")]


@register(Tags.security)
def check_requests_are_no_transactions(**kwargs: Any) -> list[CheckMessage]:
    """E002: a throttle's locks must not last as long as the request that it counts."""
    if not settings.DATABASES["default"].get("ATOMIC_REQUESTS", False):
        return []
    return [Error("ATOMIC_REQUESTS must be off.", id="accounts.E002")]
