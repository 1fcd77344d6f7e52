"""A user, as everybody sees him and as he sees himself."""

from typing import Any

from rest_framework import serializers

from accounts.models import User
from accounts.serializers.fields import (
    NameField,
    PasswordField,
    UniqueEmailField,
    UsernameField,
)
from accounts.serializers.passwords import check_strength


class UserSerializer(serializers.ModelSerializer[User]):
    """The contract's user object: what anybody may know. No e-mail address."""

    class Meta:
        model = User
        fields = ("id", "username", "first_name", "last_name")
        read_only_fields = fields

    def to_representation(self, instance: User) -> dict[str, Any]:
        """Return the user object. By hand, because every event and ticket has one,
        and DRF makes all fields anew for each serializer.
        """
        return {name: getattr(instance, name) for name in self.Meta.fields}


class OwnUserSerializer(serializers.ModelSerializer[User]):
    """Oneself, with the e-mail address; what others see of one can be changed."""

    email = UniqueEmailField()
    first_name = NameField(max_length=150, allow_blank=True, required=False)
    last_name = NameField(max_length=150, allow_blank=True, required=False)

    class Meta:
        model = User
        fields = ("id", "username", "email", "first_name", "last_name", "invisible")
        read_only_fields = ("id", "username")


class SignUpSerializer(serializers.Serializer[User]):
    """What a new account needs."""

    email = UniqueEmailField()
    username = UsernameField()
    password = PasswordField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        person = User(username=attrs["username"], email=attrs["email"])
        check_strength("password", attrs["password"], person)
        return attrs
