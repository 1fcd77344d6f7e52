"""What the probe remembers: where it talks, and what it has measured."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from chat.models import ChatSession

REASON_LENGTH = 200
"""Characters of a failure's sentence."""


class ProbeSession(models.Model):
    """The one row that says which chat session is the probe's own, and so which account."""

    session = models.OneToOneField(ChatSession, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.session)


class Sample(models.Model):
    """One message's way from POST to receipt, or why there was none."""

    measured_at = models.DateTimeField(default=timezone.now, db_index=True)
    milliseconds = models.FloatField(null=True)
    failure = models.CharField(max_length=REASON_LENGTH, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sample_measured_or_failed",
                condition=Q(milliseconds__isnull=False, failure="")
                | (Q(milliseconds=None) & ~Q(failure="")),
            )
        ]

    def __str__(self) -> str:
        return self.failure or f"{self.milliseconds:.1f} ms"
