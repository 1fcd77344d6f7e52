"""What a user wants of the lottery."""

from django.conf import settings
from django.db import models


class Preference(models.Model):
    """Without a row: pop-ups, and no name among the winners."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="economy_preference"
    )
    pop_ups = models.BooleanField(default=True)
    show_name = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.user)
