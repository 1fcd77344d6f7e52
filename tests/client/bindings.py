"""Which sessions' events the open socket brings, as far as the gateway has said.

A session that was joined after a ticket had been issued, and before the gateway
knew of its user, is in no ``welcome``, and no ``session.added`` tells of it:
only the sync's answer names it. A fresh ticket binds it.
"""

from collections.abc import Iterable


class Bindings:
    """Those of one socket; :meth:`clear` begins anew."""

    def __init__(self) -> None:
        self._bound: set[str] = set()
        self._asked: set[str] = set()
        self._unanswered = 0

    def clear(self) -> None:
        """Forget everything: a new socket, or claims that are shown anew."""
        self._bound.clear()
        self._asked.clear()
        self._unanswered = 0

    def on_presented(self) -> None:
        """A ``ticket`` frame was sent, which a ``welcome`` answers."""
        self._unanswered += 1

    def on_welcome(self, sessions: Iterable[str]) -> None:
        self._bound.update(sessions)
        self._unanswered = max(0, self._unanswered - 1)

    def on_error(self) -> None:
        """A frame was refused, perhaps a ticket: wait for no answer to one."""
        self._unanswered = 0

    def on_added(self, uri: str) -> None:
        self._bound.add(uri)

    def on_removed(self, uri: str) -> None:
        self._bound.discard(uri)
        self._asked.discard(uri)

    def should_ask(self, sessions: Iterable[str]) -> bool:
        """Tell whether a fresh ticket is wanted for ``sessions``: once for each of them.

        While a ticket is unanswered nothing is known to be missing: its welcome
        is followed by another sync.
        """
        if self._unanswered:
            return False
        missing = set(sessions) - self._bound - self._asked
        self._asked |= missing
        return bool(missing)
