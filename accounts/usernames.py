"""What a username may be. Knows neither the database nor a request."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

MAX_LENGTH = 32

PATTERN = r"\A[a-z0-9][a-z0-9._-]{0,31}\Z"
"""A lowered username. ``\\A`` and ``\\Z`` mean the same to Python and to
PostgreSQL; ``$`` would let a trailing newline through in Python."""

RESERVED = frozenset({"all", "channel", "everyone", "here", "me"})
"""Words that a chat or a path reads as something else than a person: ``@here``
calls everybody, ``/users/me/`` is oneself."""

validate_form = RegexValidator(
    PATTERN,
    "A username is 1 to 32 letters a-z, digits, dots, underscores or hyphens, "
    "and begins with a letter or a digit.",
)


def validate_not_reserved(username: str) -> None:
    """Raise ValidationError where ``username`` would be taken for another word."""
    if username.lower() in RESERVED:
        raise ValidationError("This username is reserved.", code="reserved")
