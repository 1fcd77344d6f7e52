"""When clients may ask the application, after something that concerns them all.

Each takes a ticket and syncs: asked for more than it can answer, the application would
answer late, and all of them would ask again.
"""

import random

from websocket_server.places import Tally

SHORTEST = 2.0
"""Seconds over which even a handful of clients is spread."""

LONGEST_RETURN = 30.0
"""Seconds after which everybody may come back, however many they are."""


class Spread:
    """Spreads the clients of all workers, of which ``rate`` may ask in a second."""

    def __init__(self, tally: Tally, *, rate: float) -> None:
        self._tally = tally
        self._rate = rate

    @property
    def seconds(self) -> float:
        """The time in which the application can answer the clients of all workers."""
        return self.of(self._tally.total())

    def of(self, clients: int) -> float:
        """Return the seconds in which the application can answer so many."""
        return max(SHORTEST, clients / self._rate)

    def when_to_return(self) -> str:
        """Return the seconds that one of all clients should wait: `2.35`."""
        return moment(min(LONGEST_RETURN, self.seconds))


def moment(within: float, *, after: float = 0.0) -> str:
    """Return a random moment ``within`` so many seconds, as a Close says it: `2.35`."""
    return f"{after + random.uniform(0, within):.2f}"  # noqa: S311
