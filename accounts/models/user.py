"""The person: one row for ever, because a username is never used again."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AbstractUser
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower

from accounts import usernames
from accounts.models.fields import LoweredCharField, LoweredEmailField

if TYPE_CHECKING:
    from accounts.models.device import Device


class User(AbstractUser):
    """Whoever signs in.

    Three ways of not being active: waiting for the activation mail (neither
    time set), disabled by an administrator, deleted by himself. The times keep
    an activation link from undoing the other two.
    """

    username = LoweredCharField(
        max_length=usernames.MAX_LENGTH,
        unique=True,
        validators=[usernames.validate_form],
        error_messages={"unique": "A user with that username already exists."},
    )
    email = LoweredEmailField(
        max_length=254,
        unique=True,
        error_messages={"unique": "A user with that e-mail address already exists."},
    )
    invisible = models.BooleanField(
        default=False, help_text="Whether nobody is told that this user is online or typing."
    )
    is_bot = models.BooleanField(
        "bot", default=False, help_text="Whether this is a program: it takes part in no lottery."
    )
    disabled_at = models.DateTimeField(null=True, blank=True, editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    kept_device: "Device | None" = None
    """The device on which a new password is being set; it alone stays signed in."""

    class Meta(AbstractUser.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(username__regex=usernames.PATTERN), name="user_username_form"
            ),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_lower_case"),
            models.CheckConstraint(
                condition=Q(is_active=False) | Q(disabled_at=None, deleted_at=None),
                name="user_active_is_not_disabled",
            ),
        ]

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save in one transaction with what a new password brings about."""
        super().save(*args, **kwargs)
