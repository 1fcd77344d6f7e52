"""How a worker that is replaced sends its clients away: who is closed when.

Knows no clock: times are arguments, in seconds.
"""

from collections.abc import Sequence
from typing import Generic, TypeVar

C = TypeVar("C")


class Drain(Generic[C]):
    """Closes ``clients`` one after another, evenly ``within`` so many seconds of ``began``.

    Until its turn a client stays where it is and misses nothing. Evenly, and not at
    random moments: those would make heaps.
    """

    def __init__(self, clients: Sequence[C], *, began: float, within: float) -> None:
        self._clients = clients
        self._began = began
        self._within = within
        self._closed = 0

    @property
    def is_over(self) -> bool:
        """Tell whether everybody has been sent away."""
        return self._closed == len(self._clients)

    def due(self, now: float) -> Sequence[C]:
        """Return, once, whose turn has come."""
        share = min(1.0, (now - self._began) / self._within)
        first, self._closed = self._closed, max(self._closed, int(share * len(self._clients)))
        return self._clients[first : self._closed]

    def rest(self) -> Sequence[C]:
        """Return, once, all who are left: there is no reason to wait any longer."""
        first, self._closed = self._closed, len(self._clients)
        return self._clients[first:]
