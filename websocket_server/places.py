"""How many connections there may be: on this worker, and of one user."""

from collections import Counter
from typing import Protocol


class Tally(Protocol):
    """Counts each user's connections, over all workers where there are several."""

    def add(self, user_id: int) -> int:
        """Count one more, and return how many there are now."""

    def remove(self, user_id: int) -> None:
        """Count one less."""

    def total(self) -> int:
        """Return how many connections there are of all users."""

    def retire(self) -> None:
        """Tell the other workers that this one takes no more."""

    def others_take(self) -> bool:
        """Tell whether another worker still takes connections."""


class LocalTally:
    """A tally for a gateway of one process."""

    def __init__(self) -> None:
        self._counts: Counter[int] = Counter()

    def add(self, user_id: int) -> int:
        """Count one more, and return how many there are now."""
        self._counts[user_id] += 1
        return self._counts[user_id]

    def remove(self, user_id: int) -> None:
        """Count one less."""
        self._counts[user_id] -= 1
        if not self._counts[user_id]:
            del self._counts[user_id]

    def total(self) -> int:
        """Return how many connections there are of all users."""
        return self._counts.total()

    def retire(self) -> None:
        """Do nothing: there is nobody to tell."""

    def others_take(self) -> bool:
        """Tell that there is no other."""
        return False
