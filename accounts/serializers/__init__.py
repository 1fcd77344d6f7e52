"""What accounts take in and give out."""

from accounts.serializers.users import UserSerializer

__all__ = ["UserSerializer"]
