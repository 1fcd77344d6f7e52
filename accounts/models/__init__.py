"""What accounts remember."""

from accounts.models.device import Device, DeviceKind
from accounts.models.setup import SetupLink
from accounts.models.user import User
from accounts.models.window import ThrottleWindow

__all__ = ["Device", "DeviceKind", "SetupLink", "ThrottleWindow", "User"]
