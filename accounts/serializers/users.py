"""A user, as everybody sees him and as he sees himself."""

from rest_framework import serializers

from accounts.models import User


class UserSerializer(serializers.ModelSerializer[User]):
    """The contract's user object: what anybody may know. No e-mail address."""

    class Meta:
        model = User
        fields = ("id", "username", "first_name", "last_name")
        read_only_fields = fields
