"""What proves who somebody is."""

from typing import Any

from rest_framework import serializers

from accounts.serializers.fields import PasswordField, TextField


class CredentialsSerializer(serializers.Serializer[Any]):
    """A username, in any letter case, and its password.

    The name is bounded, but its form is not judged: what could never be a name
    is answered like a wrong password.
    """

    username = TextField(max_length=254, write_only=True)
    password = PasswordField()


class CurrentPasswordSerializer(serializers.Serializer[Any]):
    """The password once more, before something that cannot be undone."""

    current_password = PasswordField()


class KeySerializer(serializers.Serializer[Any]):
    """A program's key, shown this once."""

    auth_token = serializers.CharField()


class AccessSerializer(serializers.Serializer[Any]):
    access = serializers.CharField()


class PairSerializer(AccessSerializer):
    refresh = serializers.CharField()


class RefreshSerializer(serializers.Serializer[Any]):
    refresh = TextField(max_length=4096, write_only=True)


class VerifySerializer(serializers.Serializer[Any]):
    token = TextField(max_length=4096, write_only=True)
