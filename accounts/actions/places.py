"""Places in sliding windows: taken before the work, some given back after it.

Exact over processes and hosts, because whoever counts holds the locks of the
rows while he does: PostgreSQL's by SELECT ... FOR UPDATE, SQLite's one writer
lock by BEGIN IMMEDIATE (settings DATABASES, ``transaction_mode``; Django
leaves FOR UPDATE out there).
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from accounts.models import ThrottleWindow
from accounts.windows import SlidingWindow

Clock = Callable[[], float]

_BATCH = 1000


class FullError(Exception):
    """A window has no place left; in ``wait`` seconds it will have one."""

    def __init__(self, wait: float) -> None:
        super().__init__(f"full for {wait:.1f} s")
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Claim:
    """A wish for one place: in which window, and whose (an address, an account...)."""

    window: SlidingWindow
    key: str

    @property
    def name(self) -> tuple[str, str]:
        return (self.window.scope, self.key)


@dataclass(frozen=True, slots=True)
class Place:
    """A place that was taken ``at`` (seconds since the epoch)."""

    claim: Claim
    at: float


def take(claims: Iterable[Claim], *, clock: Clock = time.time) -> list[Place]:
    """Take one place in each window, or none at all.

    Raises FullError, with the longest wait, where one of them has none left. Owns
    its transaction: locks that lived as long as a caller's would queue
    everybody behind one slow password check.
    """
    # Locked in one order by everybody, so that no two wait for each other.
    wanted = sorted((c for c in claims if not c.window.off), key=lambda claim: claim.name)
    while wanted:
        with transaction.atomic(durable=True):
            rows = _locked(wanted)
            if len(rows) == len(wanted):
                return _take(wanted, rows, now=clock())
        # Outside of the locks: an insert waits for a rival's uncommitted one,
        # and whoever holds locks must wait for rows in order only.
        ThrottleWindow.objects.bulk_create(
            [
                ThrottleWindow(scope=c.window.scope, key=c.key, stale_at=clock() + c.window.seconds)
                for c in wanted
                if c.name not in rows
            ],
            ignore_conflicts=True,
        )
    return []


@transaction.atomic(durable=True)
def give_back(places: Iterable[Place]) -> None:
    """Free ``places`` again, as if they had never been taken."""
    held = sorted(places, key=lambda place: place.claim.name)
    rows = _locked([place.claim for place in held])
    for place in held:
        row = rows.get(place.claim.name)
        if row is not None and place.at in row.taken:
            row.taken.remove(place.at)
            row.save(update_fields=["taken"])


def delete_stale(*, now: float) -> int:
    """Delete the rows that say nothing any more; return how many."""
    with transaction.atomic():
        # What is locked is in use: waiting for it, in another order than
        # take()'s, could lock both for ever.
        stale = ThrottleWindow.objects.select_for_update(skip_locked=True).filter(stale_at__lt=now)
        pks = list(stale.values_list("pk", flat=True)[:_BATCH])
        return ThrottleWindow.objects.filter(pk__in=pks).delete()[0]


def _take(
    claims: list[Claim], rows: dict[tuple[str, str], ThrottleWindow], *, now: float
) -> list[Place]:
    wait = max(claim.window.wait(rows[claim.name].taken, now=now) for claim in claims)
    if wait > 0:
        raise FullError(wait)
    for claim in claims:
        row = rows[claim.name]
        row.taken = [*claim.window.living(row.taken, now=now), now]
        row.stale_at = now + claim.window.seconds
        row.save(update_fields=["taken", "stale_at"])
    return [Place(claim, now) for claim in claims]


def _locked(claims: list[Claim]) -> dict[tuple[str, str], ThrottleWindow]:
    if not claims:
        return {}
    names = Q()
    for scope, key in (claim.name for claim in claims):
        names |= Q(scope=scope, key=key)
    rows = ThrottleWindow.objects.select_for_update().filter(names).order_by("scope", "key")
    return {(row.scope, row.key): row for row in rows}
