"""The rights that ended lately: a ticket that is older opens nothing.

Pure: times are arguments, in seconds since the epoch.
"""

from collections import deque

from chatire.protocol.revocations import Revocation, RevocationType
from chatire.protocol.tickets import Claims

REMEMBERED = 60.0
"""Twice a ticket's lifetime: what is forgotten could open nothing any more."""

COMMIT_SLACK = 5.0
"""A revocation's time is taken inside the transaction that makes it. A ticket that was issued
between that moment and the commit still read the old rights; so tickets count as older until
the revocation was heard of, but not for longer than this."""


def concerns(revocation: Revocation, claims: Claims) -> bool:
    """Tell whether ``revocation`` takes something from the holder of ``claims``."""
    if revocation.user != claims.user_id:
        return False
    match revocation.type:
        case RevocationType.ACCOUNT:
            return True
        case RevocationType.DEVICE:
            return revocation.device == claims.device
        case RevocationType.MEMBERSHIP:
            return revocation.session in claims.sessions


class RecentRevocations:
    """Remembers each revocation for :data:`REMEMBERED` seconds."""

    def __init__(self) -> None:
        self._by_user: dict[int, list[tuple[float, Revocation]]] = {}
        self._order: deque[tuple[float, int]] = deque()

    def remember(self, revocation: Revocation, *, now: float) -> None:
        """Remember ``revocation``, heard of at ``now``."""
        self._forget(now)
        cutoff = min(max(revocation.at, now), revocation.at + COMMIT_SLACK)
        self._by_user.setdefault(revocation.user, []).append((cutoff, revocation))
        self._order.append((now, revocation.user))

    def knows(self, revocation: Revocation) -> bool:
        """Tell whether this very end of a right is remembered, whatever reason was given."""
        return any(
            (known.type, known.session, known.device, known.at)
            == (revocation.type, revocation.session, revocation.device, revocation.at)
            for _, known in self._by_user.get(revocation.user, ())
        )

    def refuse(self, claims: Claims, *, now: float) -> bool:
        """Tell whether ``claims`` are older than a revocation that concerns them."""
        return bool(self.against(claims, now=now))

    def against(self, claims: Claims, *, now: float) -> list[Revocation]:
        """Return the revocations that concern ``claims`` and are not older than they."""
        self._forget(now)
        return [
            revocation
            for cutoff, revocation in self._by_user.get(claims.user_id, ())
            if claims.issued_at <= cutoff and concerns(revocation, claims)
        ]

    def removed_since(self, user_id: int, uri: str, at: float, *, now: float) -> bool:
        """Tell whether a membership that began ``at`` has ended since."""
        self._forget(now)
        return any(
            revocation.session == uri and revocation.at >= at
            for _, revocation in self._by_user.get(user_id, ())
        )

    def _forget(self, now: float) -> None:
        while self._order and self._order[0][0] <= now - REMEMBERED:
            user = self._order.popleft()[1]
            kept = self._by_user[user][1:]
            if kept:
                self._by_user[user] = kept
            else:
                del self._by_user[user]
