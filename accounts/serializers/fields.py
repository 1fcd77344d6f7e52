"""Fields that take what people type, and refuse it field by field."""

from typing import Any

from rest_framework import serializers
from rest_framework.validators import UniqueValidator

from accounts import usernames
from accounts.models import User

PASSWORD_LENGTH = 1024
"""At most; a longer one only makes us hash."""


class TextField(serializers.CharField):
    """A JSON string. DRF's own field also takes numbers; NUL and lone surrogates neither takes."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class UsernameField(TextField):
    """A new account's name; capitals are lowered before it is judged."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=usernames.MAX_LENGTH,
            validators=[
                usernames.validate_form,
                usernames.validate_not_reserved,
                UniqueValidator(User.objects.all(), "A user with that username already exists."),
            ],
            **kwargs,
        )

    def to_internal_value(self, data: Any) -> str:
        return super().to_internal_value(data).lower()


class UniqueEmailField(serializers.EmailField):
    """An e-mail address that no account has, in lower case."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=254,
            validators=[
                UniqueValidator(
                    User.objects.all(), "A user with that e-mail address already exists."
                )
            ],
            **kwargs,
        )

    def to_internal_value(self, data: Any) -> str:
        return super().to_internal_value(data).lower()


class PasswordField(TextField):
    """A password, to the letter: a blank at its end is part of it. Never given out."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=PASSWORD_LENGTH,
            trim_whitespace=False,
            write_only=True,
            style={"input_type": "password"},
            **kwargs,
        )


class NameField(TextField):
    """A first or last name: one line."""

    default_error_messages = {"lines": "A name is one line without control characters."}

    def to_internal_value(self, data: Any) -> str:
        name = super().to_internal_value(data)
        if not name.isprintable():
            self.fail("lines")
        return name
