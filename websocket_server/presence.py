"""Who is online in which session, on this worker and on all others: pure bookkeeping.

Workers tell each other who is seen: whoever changes at once, everybody every
:data:`TELL_EVERY` seconds. Nothing is stored anywhere: a worker that dies is silent,
and expires. Times are arguments, in seconds of any clock that only moves forward.
"""

from collections import defaultdict
from collections.abc import Iterable

from chatire.protocol.presence import Sighting

TELL_EVERY = 10.0
EXPIRY = 30.0
"""Seconds of silence after which a worker counts as dead."""

GRACE = 5.0
"""Seconds for which somebody may be away unnoticed: a reload is no departure."""

Change = tuple[str, int, bool]
"""A session, a user, and whether he is online there now."""


class Presence:
    """What all workers together see. A user counts once, however many sockets he has."""

    def __init__(self, worker: str) -> None:
        """``worker``: by which name this one speaks; nobody else may have it."""
        self._me = worker
        self._seen: dict[str, dict[int, frozenset[str]]] = {worker: {}}
        self._expires: dict[str, float] = {}
        self._online: defaultdict[str, dict[int, int]] = defaultdict(dict)
        """By session: on how many workers each user is seen; 0 while he is in his grace."""
        self._grace: dict[tuple[str, int], float] = {}

    def online(self, uri: str) -> list[int]:
        """Return the users who are online in a session."""
        return sorted(self._online.get(uri, ()))

    def see(self, user: int, uris: frozenset[str], *, now: float) -> tuple[list[Change], bool]:
        """Note where a user is seen on this worker; tell whether that is news to the others."""
        before = self._seen[self._me].get(user, frozenset())
        return self._set(self._me, user, uris, now), before != uris

    def hear(self, sighting: Sighting, *, now: float) -> list[Change]:
        """Note what another worker tells."""
        if sighting.worker == self._me:
            return []
        self._expires[sighting.worker] = now + EXPIRY
        known = self._seen.setdefault(sighting.worker, {})
        users = dict(sighting.users)
        if sighting.is_whole:
            users |= dict.fromkeys(known.keys() - users.keys(), frozenset())
        changes = []
        for user, uris in users.items():
            changes += self._set(sighting.worker, user, uris, now)
        return changes

    def tell(self) -> Sighting:
        """Return all that is seen here."""
        return Sighting(self._me, dict(self._seen[self._me]), is_whole=True)

    def tell_of(self, users: Iterable[int]) -> Sighting:
        """Return where some users are seen here."""
        seen = self._seen[self._me]
        return Sighting(
            self._me, {user: seen.get(user, frozenset()) for user in users}, is_whole=False
        )

    def wake(self, now: float) -> list[Change]:
        """Return who has gone: silent workers' users, and those whose grace is over."""
        for worker in [each for each, at in self._expires.items() if at <= now]:
            del self._expires[worker]
            for user in list(self._seen[worker]):
                self._set(worker, user, frozenset(), now)
            del self._seen[worker]
        gone = [key for key, until in self._grace.items() if until <= now]
        return [self._forget(uri, user) for uri, user in gone]

    def forgive(self, *, now: float) -> None:
        """Give all others time: it was we who heard nothing."""
        self._expires = dict.fromkeys(self._expires, now + EXPIRY)

    def _set(self, worker: str, user: int, uris: frozenset[str], now: float) -> list[Change]:
        before = self._seen[worker].get(user, frozenset())
        if uris:
            self._seen[worker][user] = uris
        else:
            self._seen[worker].pop(user, None)
        self._leave(before - uris, user, now)
        return self._come(uris - before, user)

    def _come(self, uris: Iterable[str], user: int) -> list[Change]:
        changes = []
        for uri in uris:
            users = self._online[uri]
            self._grace.pop((uri, user), None)
            if user not in users:
                changes.append((uri, user, True))
            users[user] = users.get(user, 0) + 1
        return changes

    def _leave(self, uris: Iterable[str], user: int, now: float) -> None:
        for uri in uris:
            users = self._online[uri]
            users[user] -= 1
            if not users[user]:
                self._grace[uri, user] = now + GRACE

    def _forget(self, uri: str, user: int) -> Change:
        del self._grace[uri, user]
        users = self._online[uri]
        del users[user]
        if not users:
            del self._online[uri]
        return uri, user, False
