"""Looks out for who is online: tells clients, and the other workers.

Sessions with too many members are quiet: a ticket says which, and neither presence
nor typing is told of them. Invisible people see others and are not seen.
"""

import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime

import gevent

from chatire.protocol.events import EphemeralType, encode, ephemeral_event
from chatire.protocol.presence import Sighting
from chatire.protocol.topology import PRESENCE, session_exchange
from websocket_server import codec
from websocket_server.announcements import Announcements
from websocket_server.client import Client
from websocket_server.hub import Hub
from websocket_server.presence import TELL_EVERY, Change, Presence

GATHER = 0.3
"""Seconds for which changes are gathered, so that a hundred who come are one frame a session."""

GATHER_NEWS = 0.05
"""Seconds for which they are gathered for the other workers, who gather them once more."""


class Lookout:
    """Joins the hub's clients, what other workers say, and those who want to know."""

    def __init__(self, hub: Hub[Client], announcements: Announcements, *, worker: str) -> None:
        self._hub = hub
        self._announcements = announcements
        self._presence = Presence(worker)
        self._changes: defaultdict[str, dict[int, bool]] = defaultdict(dict)
        self._news: set[int] = set()
        self._tell_at = 0.0

    def run(self) -> None:
        """Look around for ever."""
        while True:
            gevent.sleep(GATHER)
            now = time.monotonic()
            self._gather(self._presence.wake(now))
            self._tell_clients()
            if now >= self._tell_at:
                self.tell_workers()

    def tell_workers(self) -> None:
        """Say to the other workers who is here."""
        self._tell_at = time.monotonic() + TELL_EVERY
        self._announce(self._presence.tell())

    def say_goodbye(self) -> None:
        """Say that nobody is here any more."""
        for user in list(self._presence.tell().users):
            self._presence.see(user, frozenset(), now=time.monotonic())
        self._announce(self._presence.tell())

    def hear(self, body: bytes) -> None:
        """Take what another worker says; ValueError where it is nothing."""
        sighting = Sighting.decode(body)
        self._gather(self._presence.hear(sighting, now=time.monotonic()))

    def forgive(self) -> None:
        """The broker was away: nobody could be heard."""
        self._presence.forgive(now=time.monotonic())
        self.tell_workers()

    def welcome(self, client: Client, uris: Iterable[str] | None = None) -> list[bytes]:
        """Note where a client is seen; return the frames that tell it who is online there."""
        self.look(client)
        return [
            _frame(uri, dict.fromkeys(self._presence.online(uri), True))
            for uri in sorted(client.connection.sessions if uris is None else uris)
            if client.hears_of_people(uri)
        ]

    def look(self, client: Client) -> None:
        """Note where a client is seen, or that it has left."""
        if not client.is_unproven:  # else it is where it was, as far as anybody knows
            hears = client.hears_of_people
            seen = frozenset(filter(hears, client.connection.sessions))
            client.seen_in = frozenset() if client.is_invisible else seen
        user = client.user_id
        uris = frozenset[str]().union(*(each.seen_in for each in self._hub.of_user(user)))
        changes, is_news = self._presence.see(user, uris, now=time.monotonic())
        self._gather(changes)
        if is_news:
            self._spread_news(user)

    def on_typing(self, client: Client, uri: str) -> None:
        """Pass on that somebody types."""
        if client.hears_of_people(uri) and not client.is_invisible:
            user = {"user": client.admission.claims.user}
            event = ephemeral_event(EphemeralType.TYPING, uri, at=datetime.now(UTC), data=user)
            exchange = session_exchange(uri).name
            self._announcements.publish(exchange, EphemeralType.TYPING, encode(event))

    def _spread_news(self, user: int) -> None:
        if not self._news:
            gevent.spawn_later(GATHER_NEWS, self._announce_news)
        self._news.add(user)

    def _announce_news(self) -> None:
        news, self._news = self._news, set()
        self._announce(self._presence.tell_of(news))

    def _announce(self, sighting: Sighting) -> None:
        self._announcements.publish(PRESENCE.name, "sighting", sighting.encode())

    def _gather(self, changes: Iterable[Change]) -> None:
        for uri, user, is_online in changes:
            self._changes[uri][user] = is_online

    def _tell_clients(self) -> None:
        changes, self._changes = self._changes, defaultdict(dict)
        for uri, users in changes.items():
            listeners = [each for each in self._hub.of_session(uri) if each.hears_of_people(uri)]
            frame = _frame(uri, users) if listeners else b""
            for client in listeners:
                client.relay(frame, 0, uri)


def _frame(uri: str, users: dict[int, bool]) -> bytes:
    listed = [{"id": user, "online": is_online} for user, is_online in users.items()]
    event = ephemeral_event(
        EphemeralType.PRESENCE, uri, at=datetime.now(UTC), data={"users": listed}
    )
    return codec.text_frame(encode(event))
