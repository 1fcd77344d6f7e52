"""What a client may have missed, told it at most once a second.

Knows no clock: times are arguments, in seconds.
"""

import math

PAUSE = 1.0


class Losses:
    """The sessions whose events were lost, until they are told.

    ``deadline`` is the moment at which :meth:`take` has something to tell.
    """

    __slots__ = ("_quiet_until", "_sessions", "deadline")

    def __init__(self) -> None:
        self._sessions: list[str] = []
        self._quiet_until = -math.inf
        self.deadline = math.inf

    def add(self, uri: str, now: float) -> None:
        """An event of a session was lost."""
        if uri not in self._sessions:
            self._sessions.append(uri)
        self.deadline = max(now, self._quiet_until)

    def take(self, now: float) -> list[str]:
        """Return what is to be told at ``now``, once; nothing before the deadline."""
        if now < self.deadline:
            return []
        sessions = sorted(self._sessions)
        self._sessions.clear()
        self._quiet_until, self.deadline = now + PAUSE, math.inf
        return sessions
