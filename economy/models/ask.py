"""An ask: somebody would buy what is on offer."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from economy.models.sale import Sale


class AskState(models.TextChoices):
    """What came of it."""

    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Ask(models.Model):
    """One a user and sale: who withdraws and asks again has asked once."""

    sale = models.ForeignKey(Sale, on_delete=models.PROTECT, related_name="asks")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="asks"
    )
    state = models.CharField(max_length=9, choices=AskState.choices, default=AskState.OPEN)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_ask_a_user_and_sale", fields=["sale", "user"]),
            models.UniqueConstraint(
                name="one_approved_ask_a_sale",
                fields=["sale"],
                condition=Q(state=AskState.APPROVED),
            ),
            models.CheckConstraint(name="ask_state_known", condition=Q(state__in=AskState.values)),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} asks for {self.sale_id}"
