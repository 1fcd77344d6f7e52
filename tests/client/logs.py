"""The logs of all sessions that a client follows: what to apply, what to fetch."""

from collections.abc import Iterable, Mapping
from typing import Any

from chatire.protocol.events import Event
from tests.client.actions import Action, Added, Apply, FetchEvents, Reload, Removed, Timer, Wait
from tests.client.session_log import SessionLog

GAP_PATIENCE = 0.2
"""Seconds for which a missing event may still come by itself."""


class Logs:
    """Those of all the user's sessions, or (with ``only``) of one.

    ``cursors`` are the places up to which he has everything.
    """

    def __init__(self, only: str | None, cursors: Mapping[str, int]) -> None:
        self._only = only
        self._logs = {uri: SessionLog(seq) for uri, seq in cursors.items()}

    def __repr__(self) -> str:
        return repr(self._logs)

    def cursors(self) -> dict[str, int]:
        """Return what a sync asks for."""
        return {uri: log.applied for uri, log in self._logs.items() if log.applied is not None}

    def take(self, uri: str, events: Iterable[Event]) -> list[Action]:
        """Take what the socket has brought, of a session not known yet too."""
        self._logs.setdefault(uri, SessionLog())
        return self._take(uri, events)

    def on_part(self, uri: str, part: Mapping[str, Any]) -> list[Action]:
        """Take what a call has answered for a session, unless that was left meanwhile."""
        log = self._logs.get(uri)
        if log is None:
            return []
        if part.get("reset"):
            # What is held may belong to a history that was undone: asking again is safe.
            self._logs[uri] = SessionLog(part["last_seq"], catching_up=True)
            return [Reload(uri, part["last_seq"]), FetchEvents(uri, part["last_seq"])]
        log.catching_up = log.owed = False
        actions = self._take(uri, part["events"])
        if part["has_more"] and not log.catching_up:
            actions.append(self._fetch(uri))
        return actions

    def on_gap(self, uri: str) -> list[Action]:
        """The time is over for which a missing event might have come by itself."""
        log = self._logs.get(uri)
        if log is None:
            return []
        if not log.is_behind:
            log.catching_up = False
            return []
        return [self._fetch(uri)]

    def on_failed(self, uri: str) -> None:
        """A fetch has failed: what it was for is still missing when the gap's time is over."""
        if uri in self._logs:
            self._logs[uri].owed = True

    def add(self, session: Mapping[str, Any]) -> list[Action]:
        """Begin to follow a session after its ``last_seq``, unless that is done already."""
        uri = session["uri"]
        if self._only not in (None, uri):
            return []
        log = self._logs.setdefault(uri, SessionLog())
        if log.applied is not None:
            return []
        started: list[Action] = [Apply(event) for event in log.start(session["last_seq"])]
        return [Added(session), *started, *self._take(uri, [])]

    def forget(self, uri: str) -> list[Action]:
        """Follow a session no longer."""
        return [Removed(uri)] if self._logs.pop(uri, None) is not None else []

    def _take(self, uri: str, events: Iterable[Event]) -> list[Action]:
        log = self._logs[uri]
        actions: list[Action] = [Apply(event) for event in log.take(events)]
        if log.has_gap and not log.catching_up:
            log.catching_up = True
            actions.append(Wait(Timer.GAP, GAP_PATIENCE, GAP_PATIENCE, uri))
        return actions

    def _fetch(self, uri: str) -> FetchEvents:
        log = self._logs[uri]
        log.catching_up = True
        return FetchEvents(uri, log.applied or 0)
