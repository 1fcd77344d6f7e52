"""New passwords, and the links in e-mails that allow one to be set."""

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from djoser.constants import Messages
from djoser.utils import decode_uid
from rest_framework import serializers

from accounts.models import User
from accounts.serializers.fields import PasswordField


def check_strength(field: str, password: str, user: User) -> None:
    """Raise a ValidationError for ``field`` where ``password`` is too weak for ``user``."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise serializers.ValidationError({field: error.messages}) from None


class SetPasswordSerializer(serializers.Serializer[Any]):
    """A new password for ``context["user"]``, who proves that he knows the present one."""

    current_password = PasswordField()
    new_password = PasswordField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        check_strength("new_password", attrs["new_password"], self.context["user"])
        return attrs


class EmailSerializer(serializers.Serializer[Any]):
    """An address to which a mail is sent, if it is somebody's."""

    email = serializers.EmailField(max_length=254, write_only=True)

    def validate_email(self, email: str) -> str:
        return email.lower()


class LinkSerializer(serializers.Serializer[Any]):
    """Both halves of a link from an e-mail; ``user`` becomes whose it is."""

    uid = serializers.CharField(max_length=64, write_only=True)
    token = serializers.CharField(max_length=128, write_only=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        user = _user_of(attrs["uid"])
        # One answer for both, so that nobody can count the accounts by it.
        if user is None or not default_token_generator.check_token(user, attrs["token"]):
            raise serializers.ValidationError(
                {"token": [Messages.INVALID_TOKEN_ERROR]}, code="invalid_token"
            )
        return {**attrs, "user": user}


class ResetPasswordSerializer(LinkSerializer):
    """A new password for whoever got the link."""

    new_password = PasswordField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)
        check_strength("new_password", attrs["new_password"], attrs["user"])
        return attrs


def _user_of(uid: str) -> User | None:
    try:
        return User.objects.filter(pk=int(decode_uid(uid))).first()
    except (ValueError, OverflowError):
        return None
