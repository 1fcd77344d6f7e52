"""A chain of seeds, whose end was published before any of its draws."""

from django.db import models
from django.utils import timezone


class Chain(models.Model):
    """See :mod:`economy.hash_chain`. ``anchor`` is public, ``root`` and ``checkpoints`` never.

    ``pseudonym_key`` makes the pseudonyms of its draws' entrants: secret too, and here rather
    than in the environment, where a new one would make the open draw's winner unknowable.
    """

    root = models.CharField(max_length=64, editable=False)
    pseudonym_key = models.CharField(max_length=64, editable=False)
    checkpoints = models.BinaryField()
    length = models.PositiveIntegerField()
    anchor = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.anchor
