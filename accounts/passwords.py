"""What a new password brings about, whoever sets it.

Django tells its password validators of each change, on every road: the API,
the admin, ``manage.py changepassword``. A re-hash with newer parameters is no
change, and is not told.
"""

from accounts.actions import devices
from accounts.models import User


class EndsDevices:
    """A "validator" (AUTH_PASSWORD_VALIDATORS) that refuses nothing and listens."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Accept any password."""

    def get_help_text(self) -> str:
        return "A new password signs you out on all other devices."

    def password_changed(self, password: str, user: User | None = None) -> None:
        """Sign ``user`` out everywhere but where the change came from."""
        if user is not None:
            devices.end_all(user, except_device=user.kept_device)
