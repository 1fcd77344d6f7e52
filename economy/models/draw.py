"""A draw: closed with its list of entrants, and settled one period later."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from economy.models.chain import Chain
from economy.models.transfer import Transfer


class Draw(models.Model):
    """The draw of the period from ``period`` to ``ends_at``.

    At its beginning the list is closed: ``entrants`` are pseudonyms, sorted, one a line, and
    ``entrants_hash`` is published at once. After its end ``seed`` is revealed and the winner
    follows from both (:mod:`economy.fairness`). The database lets nothing of it be changed
    afterwards (:mod:`economy.triggers`), but for old lists, which are forgotten.
    """

    number = models.PositiveBigIntegerField(unique=True)
    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="draws")
    position = models.PositiveIntegerField()
    period = models.DateTimeField(unique=True)
    ends_at = models.DateTimeField()
    # Null where forgotten; empty where there was nobody.
    entrants = models.TextField(null=True)
    entrant_count = models.PositiveIntegerField()
    entrants_hash = models.CharField(max_length=64)
    prize = models.PositiveBigIntegerField()
    closed_at = models.DateTimeField()

    seed = models.CharField(max_length=64, blank=True)
    winner_pseudonym = models.CharField(max_length=32, blank=True)
    winner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="won_draws"
    )
    payout = models.OneToOneField(Transfer, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_draw_a_seed", fields=["chain", "position"]),
            models.CheckConstraint(name="draw_takes_time", condition=Q(ends_at__gt=F("period"))),
            models.CheckConstraint(
                name="draw_is_settled_as_a_whole",
                condition=Q(settled_at=None, seed="", winner_pseudonym="", winner=None, payout=None)
                | (Q(settled_at__isnull=False) & ~Q(seed="")),
            ),
            models.CheckConstraint(
                name="payout_goes_to_a_winner", condition=Q(payout=None) | Q(winner__isnull=False)
            ),
        ]
        indexes = [
            models.Index(name="unsettled_draws", fields=["ends_at"], condition=Q(settled_at=None)),
            models.Index(
                name="draws_with_lists",
                fields=["settled_at"],
                condition=Q(entrants__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"draw {self.number}"

    @property
    def pseudonyms(self) -> list[str]:
        """Return the list, which must not be forgotten yet."""
        if self.entrants is None:
            raise ValueError(f"the entrants of draw {self.number} are forgotten")
        return self.entrants.splitlines()
