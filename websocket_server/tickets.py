"""What a ticket opens, here and now: at the door, and on a socket that is open already."""

import time
from functools import partial

from chatire.protocol import tickets
from chatire.protocol.close_codes import CloseCode
from chatire.protocol.tickets import Claims, TicketError
from chatire.protocol.topology import is_session_uri
from websocket_server.broker import Broker
from websocket_server.client import Client
from websocket_server.handshake import Admission
from websocket_server.hub import Hub
from websocket_server.lookout import Lookout
from websocket_server.queues import Queues
from websocket_server.revocations import RecentRevocations


class Tickets:
    """Verifies tickets, and lets a client hear what a fresh one names."""

    def __init__(
        self,
        key: str,
        *,
        heartbeat: float,
        broker: Broker,
        hub: Hub[Client],
        lookout: Lookout,
        queues: Queues,
        recent: RecentRevocations,
    ) -> None:
        self._key = key
        self._heartbeat = heartbeat
        self._broker = broker
        self._hub = hub
        self._lookout = lookout
        self._queues = queues
        self._recent = recent

    def verify(self, ticket: str) -> Claims:
        """Return what ``ticket`` says; TicketError where it opens nothing."""
        now = time.time()
        claims = tickets.verify(ticket, key=self._key, now=now)
        if self._broker.is_up and self.is_unheard(claims):
            raise TicketError("older than what this worker has heard of")
        if self._recent.refuse(claims, now=now):
            raise TicketError("revoked")
        if not all(map(is_session_uri, claims.sessions)):
            raise TicketError("names what is no session")
        return claims

    def is_unheard(self, claims: Claims) -> bool:
        """Tell whether revocations may have been missed that are younger than ``claims``."""
        return self._broker.since is None or claims.issued_at < self._broker.since

    def present(self, client: Client, ticket: str) -> None:
        """Let ``client`` hear what ``ticket`` names; it is told why where that is nothing."""
        if not self._broker.is_up:
            client.refuse("try_later", "the broker is away; a ticket will be asked for")
            return
        try:
            claims = self.verify(ticket)
        except TicketError:
            client.connection.refused()
            client.refuse("bad_ticket", "the ticket opens nothing")
            return
        if (claims.user_id, claims.device) != (client.user_id, client.admission.claims.device):
            client.refuse("not_yours", "the ticket is another user's or device's")
            return
        only = client.admission.only
        if only is not None and only not in claims.sessions:
            client.refuse("not_yours", "the ticket does not name this socket's session")
            return
        client.admission = Admission(claims, only)
        self._renew(client)

    def _renew(self, client: Client) -> None:
        sessions, quiet = client.admission.sessions, client.admission.claims.quiet
        client.connection.renewed(sessions)
        client.quiet = client.quiet.difference(sessions) | quiet
        new = [uri for uri in sessions if uri not in client.wanted]
        for uri in new:
            self._hub.add_session(client, uri)
        if new or client.is_unproven:
            client.is_unproven = False
            self._queues.bind(client, new, partial(self._renewed, client))
        else:  # nor asks anything of the broker, however often it is repeated
            self._renewed(client, confirmed=True)

    def _renewed(self, client: Client, confirmed: bool) -> None:  # noqa: FBT001
        if confirmed:
            client.welcome(heartbeat=self._heartbeat, behind=self._lookout.welcome(client))
            self._queues.start(client)
        else:
            client.close(CloseCode.NOT_RENEWED, "a binding failed")
