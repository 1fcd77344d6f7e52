"""The memory of the throttles: when the last tries took their places."""

from django.db import models


class ThrottleWindow(models.Model):
    """The tries of one ``key`` (an address, an account, a user) in one ``scope``.

    ``taken`` holds seconds since the epoch, oldest first; ``undecided`` those of
    them that may be given back at any moment. Whoever counts holds
    the row's lock while he does, which is what makes the count exact over
    processes. After ``stale_at`` the row says nothing any more.
    """

    scope = models.CharField(max_length=32)
    key = models.CharField(max_length=64)
    taken = models.JSONField(default=list)
    undecided = models.JSONField(default=list)
    stale_at = models.FloatField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "key"], name="throttle_window_unique")
        ]

    def __str__(self) -> str:
        return self.scope
