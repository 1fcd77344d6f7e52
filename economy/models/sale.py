"""A sale: an item on offer at a price, until it is sold or withdrawn."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from economy.amounts import MAX_PRICE
from economy.models.item import Item
from economy.models.transfer import Transfer


class SaleState(models.TextChoices):
    """How far it has come. The database knows which may follow which (:mod:`economy.triggers`).

    Approved and done are one transaction: nobody else ever finds a sale that is approved only.
    """

    OFFERED = "offered"
    ASKED = "asked"
    APPROVED = "approved"
    DONE = "done"
    WITHDRAWN = "withdrawn"


OPEN_STATES = (SaleState.OFFERED, SaleState.ASKED, SaleState.APPROVED)


class Sale(models.Model):
    """The price stands for as long as the sale: who asks knows what he will pay."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="sales")
    seller = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sales"
    )
    price = models.PositiveBigIntegerField()
    state = models.CharField(max_length=9, choices=SaleState.choices, default=SaleState.OFFERED)
    buyer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="purchases"
    )
    payment = models.OneToOneField(Transfer, on_delete=models.PROTECT, null=True, related_name="+")
    offered_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_open_sale_an_item", fields=["item"], condition=Q(state__in=OPEN_STATES)
            ),
            models.CheckConstraint(
                name="price_is_bounded", condition=Q(price__gte=1, price__lte=MAX_PRICE)
            ),
            models.CheckConstraint(
                name="sale_has_what_its_state_says",
                condition=Q(
                    state__in=[SaleState.OFFERED, SaleState.ASKED],
                    buyer=None,
                    payment=None,
                    ended_at=None,
                )
                | Q(state=SaleState.APPROVED, buyer__isnull=False, payment=None, ended_at=None)
                | Q(
                    state=SaleState.DONE,
                    buyer__isnull=False,
                    payment__isnull=False,
                    ended_at__isnull=False,
                )
                | Q(state=SaleState.WITHDRAWN, buyer=None, payment=None, ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_buys_from_himself", condition=Q(buyer=None) | ~Q(buyer=F("seller"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.state} at {self.price}"
