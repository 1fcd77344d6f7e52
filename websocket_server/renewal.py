"""When a connection must show fresh claims: decided, without a clock.

A revocation that was lost on its way would otherwise be lost for as long as the
socket is open. Times are arguments, in seconds of any clock that only moves
forward.
"""

import math
from dataclasses import dataclass
from enum import Enum, auto

GRACE = 10.0
"""Seconds after `within` in which a ticket that is on its way may still arrive."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Ask ``every`` so many seconds, at the latest, for a ticket ``within`` so many.

    ``phase``, of 0 to 1, shortens the time, so that those who came together are
    not asked together.
    """

    every: float
    within: float
    phase: float = 1.0


class Due(Enum):
    """What a renewal has come to."""

    ASK = auto()
    EXPIRED = auto()
    SETTLED = auto()


class Renewal:
    """A connection's claims: asked for anew, shown in time or not.

    ``deadline`` is the moment at which :meth:`wake` wants to be called.
    """

    __slots__ = ("_is_asked", "_is_shown", "_schedule", "deadline")

    def __init__(self, schedule: Schedule, *, now: float) -> None:
        self._schedule = schedule
        self._is_asked = False
        self._is_shown = False
        self.deadline = now + schedule.every * schedule.phase

    @property
    def within(self) -> float:
        """The seconds that a client has where nothing is in a hurry."""
        return self._schedule.within

    def ask(self, within: float, now: float) -> None:
        """A ticket is asked for, and counts until ``within`` and a grace have passed."""
        self._is_asked, self._is_shown = True, False
        self.deadline = now + within + GRACE

    def excuse(self) -> None:
        """Nobody could take a ticket now: ask for none until :meth:`ask`."""
        self._is_asked = False
        self.deadline = math.inf

    def show(self) -> None:
        """A fresh ticket was shown; more of the same user's may follow until the deadline."""
        self._is_shown = True

    def wake(self, now: float) -> Due | None:
        """Return what has become due at ``now``."""
        if now < self.deadline:
            return None
        if not self._is_asked:
            return Due.ASK
        self._is_asked = False
        self.deadline = now + self._schedule.every * self._schedule.phase
        return Due.SETTLED if self._is_shown else Due.EXPIRED
