"""The one-time link with which the first administrator is made."""

from django.db import models


class SetupLink(models.Model):
    """A link that was printed and not used yet; its token is stored hashed."""

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"set-up link of {self.created_at:%Y-%m-%d %H:%M}"
