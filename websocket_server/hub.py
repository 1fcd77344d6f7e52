"""Who is connected to this worker: users, their clients, and the sessions they hear of.

Pure bookkeeping; knows neither sockets nor the broker.
"""

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar


class Member(Protocol):
    """What the hub must know of a client."""

    wanted: set[str]

    @property
    def user_id(self) -> int:
        """The user who owns the socket."""


M = TypeVar("M", bound=Member)


class Hub(Generic[M]):
    """The clients of one worker, from their admission until nothing may be relayed to them.

    A session without clients is remembered as idle since the moment its last
    client left it, until :meth:`forget_idle` hands it out. Times are in seconds.
    """

    def __init__(self) -> None:
        self._by_user: dict[int, set[M]] = {}
        self._by_session: dict[str, set[M]] = {}
        self._idle: dict[str, float] = {}

    def __iter__(self) -> Iterator[M]:
        for members in list(self._by_user.values()):
            yield from list(members)

    def __len__(self) -> int:
        return sum(map(len, self._by_user.values()))

    def of_user(self, user_id: int) -> list[M]:
        """Return the clients of a user."""
        return list(self._by_user.get(user_id, ()))

    def of_session(self, uri: str) -> list[M]:
        """Return the clients that want to hear of a session."""
        return list(self._by_session.get(uri, ()))

    def join(self, member: M) -> None:
        """Add ``member`` with all the sessions that it wants."""
        self._by_user.setdefault(member.user_id, set()).add(member)
        for uri in member.wanted:
            self._enter(member, uri)

    def leave(self, member: M, *, now: float) -> bool:
        """Remove ``member``; True where it was its user's last."""
        for uri in member.wanted:
            self._exit(member, uri, now)
        members = self._by_user.get(member.user_id, set())
        members.discard(member)
        if members:
            return False
        return self._by_user.pop(member.user_id, None) is not None

    def add_session(self, member: M, uri: str) -> None:
        """Let ``member`` want one session more."""
        member.wanted.add(uri)
        self._enter(member, uri)

    def remove_session(self, member: M, uri: str, *, now: float) -> None:
        """Let ``member`` want one session less."""
        member.wanted.discard(uri)
        self._exit(member, uri, now)

    def forget_idle(self, *, since: float) -> list[str]:
        """Return, once, the sessions that have been without a client since ``since``."""
        uris = [uri for uri, at in self._idle.items() if at <= since]
        for uri in uris:
            del self._idle[uri]
        return uris

    def _enter(self, member: M, uri: str) -> None:
        self._by_session.setdefault(uri, set()).add(member)
        self._idle.pop(uri, None)

    def _exit(self, member: M, uri: str, now: float) -> None:
        members = self._by_session.get(uri)
        if members is None:
            return
        members.discard(member)
        if not members:
            del self._by_session[uri]
            self._idle[uri] = now
