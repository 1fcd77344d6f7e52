"""The memory of the throttles: when the last tries took their places."""

import json
from collections.abc import Iterable

from django.db import connection, models

from accounts.windows import SlidingWindow
from chatire.statements import Parameter, Statement

Name = tuple[str, str]
"""The scope and the key of a window."""

# accounts.windows.SlidingWindow, for whoever finds a place, in one statement: what every post and
# every ticket begins with. The databases differ in the names of two functions.
_TAKE = """
    UPDATE accounts_throttlewindow SET stale_at = %(stale_at)s, taken = (
        SELECT {collect}(at) FROM (
            SELECT CAST(value AS double precision) AS at FROM {each}(taken)
            UNION ALL SELECT %(now)s
        ) AS tries WHERE abs(%(now)s - at) < %(seconds)s
    )
    WHERE scope = %(scope)s AND key = %(key)s AND (
        SELECT count(*) FROM {each}(taken)
        WHERE abs(%(now)s - CAST(value AS double precision)) < %(seconds)s
    ) < %(limit)s
"""
_TAKE_ON = {
    "sqlite": _TAKE.format(collect="json_group_array", each="json_each"),
    "postgresql": _TAKE.format(collect="jsonb_agg", each="jsonb_array_elements"),
}


class ThrottleWindowManager(models.Manager["ThrottleWindow"]):
    """Finds windows by their names, and takes a place in one."""

    def take(self, key: str, *, window: SlidingWindow, now: float) -> bool:
        """Take a place that is not provisional; False where none is left, or is no such row yet.

        The statement locks the row, and is a transaction of its own: so the count is exact.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                _TAKE_ON[connection.vendor],
                {
                    "scope": window.scope,
                    "key": key,
                    "limit": window.limit,
                    "seconds": window.seconds,
                    "now": now,
                    "stale_at": now + window.seconds,
                },
            )
            return bool(cursor.rowcount)

    def named(self, names: Iterable[Name], *, locked: bool = False) -> dict[Name, "ThrottleWindow"]:
        """Return those of the windows ``names`` that exist; ``locked`` until the transaction ends.

        They are locked in one order, so that no two wait for each other. SQLite has
        one lock for all, which whoever has begun a transaction holds already.
        """
        window = _LOCKED if locked else _WINDOW
        found = {name: window.one(scope=name[0], key=name[1]) for name in sorted(names)}
        return {name: row for name, row in found.items() if row is not None}


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

    objects = ThrottleWindowManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "key"], name="throttle_window_unique")
        ]

    def __str__(self) -> str:
        return self.scope

    def store(self) -> None:
        """Write what stands here into the row, which the caller has locked."""
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE accounts_throttlewindow SET taken = %s, undecided = %s, stale_at = %s"
                " WHERE id = %s",
                [json.dumps(self.taken), json.dumps(self.undecided), self.stale_at, self.pk],
            )


_WINDOW = Statement(
    lambda: ThrottleWindow.objects.filter(scope=Parameter("scope"), key=Parameter("key"))
)
_LOCKED = Statement(
    lambda: ThrottleWindow.objects.select_for_update().filter(
        scope=Parameter("scope"), key=Parameter("key")
    )
)
