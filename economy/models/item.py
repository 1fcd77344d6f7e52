"""An item: something that can be owned and sold."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Item(models.Model):
    """An item without an owner is the bank's, and nobody can buy it.

    Nobody can offer it before ``tradeable_at``.
    """

    kind = models.CharField(max_length=32)
    name = models.CharField(max_length=100)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="items"
    )
    tradeable_at = models.DateTimeField()
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"
