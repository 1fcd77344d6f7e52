"""The sliding window: at most so many in so many seconds, at any moment.

Pure: takes the times of earlier tries and the present one, and decides. A
window that slides over the tries themselves is exact, where counters that
start anew each minute let twice the limit through round the turn.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SlidingWindow:
    """At most ``limit`` tries in ``seconds``; a limit of 0 is none at all."""

    scope: str
    limit: int
    seconds: float

    @property
    def off(self) -> bool:
        return self.limit == 0

    def living(self, taken: Sequence[float], *, now: float) -> list[float]:
        """Return those of the times ``taken`` that still count at ``now``, oldest first.

        A time that lies ahead by more than the window was written by a clock
        that has been set back since; it must not lock anybody out until then.
        """
        return sorted(at for at in taken if abs(now - at) < self.seconds)

    def wait(self, taken: Sequence[float], *, now: float) -> float:
        """Return the seconds until one more fits: 0 where it fits now."""
        living = self.living(taken, now=now)
        if len(living) < self.limit:
            return 0.0
        return living[-self.limit] + self.seconds - now
