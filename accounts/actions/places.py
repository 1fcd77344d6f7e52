"""Places in sliding windows: taken before the work, some given back after it.

Exact over processes and hosts, because whoever counts holds the locks of the
rows while he does: PostgreSQL's by SELECT ... FOR UPDATE, SQLite's one writer
lock by BEGIN IMMEDIATE (settings DATABASES, ``transaction_mode``; Django
leaves FOR UPDATE out there).

Of many at once, as many pass as one after another: a place that may still be
given back, because its password is only being checked, refuses nobody. Who
finds nothing else in his way waits until that is decided.
"""

import random
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from accounts.models import ThrottleWindow
from accounts.models.window import Name
from accounts.windows import SlidingWindow

Clock = Callable[[], float]
Pause = Callable[[float], None]
Rows = dict[Name, ThrottleWindow]

PATIENCE = timedelta(seconds=10)
"""How long somebody waits for what others' places turn out to be: he holds a
thread, and his own password is checked afterwards, all within the ``harakiri``
of uwsgi-app.ini."""

_DECIDED_AFTER = 30.0
"""Seconds after which a place counts whatever became of it: the process that
was to decide is gone, by that ``harakiri`` at the latest."""

# Seconds. Whoever looks takes the processor from those who hash.
_LOOK_EVERY = 0.4
_BATCH = 1000


class FullError(Exception):
    """A window has no place left; in ``wait`` seconds it will have one."""

    def __init__(self, wait: float) -> None:
        super().__init__(f"full for {wait:.1f} s")
        self.wait = wait


class _UndecidedError(FullError):
    """Full, but of places some of which may be given back in a moment."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A wish for one place: in which window, and whose (an address, an account...).

    Whoever takes a ``provisional`` one says later what became of it: he gives
    it back, or keeps it.
    """

    window: SlidingWindow
    key: str
    provisional: bool = False

    @property
    def name(self) -> Name:
        return (self.window.scope, self.key)


@dataclass(frozen=True, slots=True)
class Place:
    """A place that was taken ``at`` (seconds since the epoch)."""

    claim: Claim
    at: float


def take(
    claims: Iterable[Claim], *, clock: Clock = time.time, pause: Pause = time.sleep
) -> list[Place]:
    """Take one place in each window, or none at all.

    Raises FullError, with the longest wait, where one of them has none left. Owns
    its transaction: locks that lived as long as a caller's would queue
    everybody behind one slow password check.
    """
    # Locked in one order by everybody, so that no two wait for each other.
    wanted = sorted((c for c in claims if not c.window.off), key=lambda claim: claim.name)
    if len(wanted) == 1 and (place := _at_once(wanted[0], now=clock())):
        return [place]
    give_up_at = clock() + PATIENCE.total_seconds()
    while True:
        try:
            return _try(wanted, clock=clock)
        except _UndecidedError:
            _wait(wanted, until=give_up_at, clock=clock, pause=pause)


@transaction.atomic(durable=True)
def give_back(places: Iterable[Place]) -> None:
    """Free the provisional ones of ``places`` again, as if they had never been taken."""
    for row, at in _provisional(places):
        if at in row.taken:
            row.taken.remove(at)
        row.store()


@transaction.atomic(durable=True)
def keep(places: Iterable[Place]) -> None:
    """Let the provisional ones of ``places`` count for good."""
    for row, _ in _provisional(places):
        row.store()


def delete_stale(*, now: float) -> int:
    """Delete the rows that say nothing any more; return how many."""
    with transaction.atomic():
        # What is locked is in use: waiting for it, in another order than
        # take()'s, could lock both for ever.
        stale = ThrottleWindow.objects.select_for_update(skip_locked=True).filter(stale_at__lt=now)
        pks = list(stale.values_list("pk", flat=True)[:_BATCH])
        return ThrottleWindow.objects.filter(pk__in=pks).delete()[0]


def _at_once(claim: Claim, *, now: float) -> Place | None:
    """Take what is asked for most often: one place, for good; None where there may be none."""
    if claim.provisional:
        return None
    taken = ThrottleWindow.objects.take(claim.key, window=claim.window, now=now)
    return Place(claim, now) if taken else None


def _try(wanted: list[Claim], *, clock: Clock) -> list[Place]:
    while wanted:
        with transaction.atomic(durable=True):
            rows = _rows(wanted, locked=True)
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


def _wait(wanted: list[Claim], *, until: float, clock: Clock, pause: Pause) -> None:
    """Return once others have decided; _UndecidedError where they have not ``until`` then.

    Looks without a lock: those who decide must not queue behind those who wait.
    """
    while refusal := _refusal(wanted, _rows(wanted), now=clock()):
        if not isinstance(refusal, _UndecidedError):
            return
        if clock() >= until:
            raise refusal
        # Not all at the same moment again.
        pause(_LOOK_EVERY * random.uniform(0.5, 1.5))  # noqa: S311


def _take(claims: list[Claim], rows: Rows, *, now: float) -> list[Place]:
    if refusal := _refusal(claims, rows, now=now):
        raise refusal
    for claim in claims:
        row = rows[claim.name]
        row.taken = [*claim.window.living(row.taken, now=now), now]
        row.undecided = _undecided(row, now=now)
        if claim.provisional:
            row.undecided.append(now)
        row.stale_at = now + claim.window.seconds
        row.store()
    return [Place(claim, now) for claim in claims]


def _refusal(claims: list[Claim], rows: Rows, *, now: float) -> FullError | None:
    """Return why ``claims`` cannot be had at ``now``, if so."""
    present = [(claim.window, rows[claim.name]) for claim in claims if claim.name in rows]
    wait = max((window.wait(row.taken, now=now) for window, row in present), default=0.0)
    if wait == 0:
        return None
    decided = (window.wait(_decided(row, now=now), now=now) for window, row in present)
    return FullError(wait) if any(decided) else _UndecidedError(1.0)


def _undecided(row: ThrottleWindow, *, now: float) -> list[float]:
    return [at for at in row.undecided if abs(now - at) < _DECIDED_AFTER]


def _decided(row: ThrottleWindow, *, now: float) -> list[float]:
    decided = list(row.taken)
    for at in _undecided(row, now=now):
        if at in decided:
            decided.remove(at)
    return decided


def _provisional(places: Iterable[Place]) -> Iterator[tuple[ThrottleWindow, float]]:
    """Lock and yield the rows of the provisional ones of ``places``, undecided no more."""
    held = [place for place in places if place.claim.provisional]
    rows = _rows([place.claim for place in held], locked=True)
    for place in held:
        row = rows.get(place.claim.name)
        if row is not None:
            if place.at in row.undecided:
                row.undecided.remove(place.at)
            yield row, place.at


def _rows(claims: list[Claim], *, locked: bool = False) -> Rows:
    return ThrottleWindow.objects.named([claim.name for claim in claims], locked=locked)
