"""The gateway's parts, joined. Knows no web server: give it requests and raw sockets."""

import logging
import random
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from typing import Any

import gevent

from chatire.protocol import tickets
from chatire.protocol.close_codes import CloseCode
from chatire.protocol.tickets import Claims, TicketError
from chatire.protocol.topology import is_session_uri
from websocket_server.broker import Broker
from websocket_server.client import Client
from websocket_server.config import Config
from websocket_server.connection import Pulse
from websocket_server.control import Control, end
from websocket_server.errors import HandshakeError
from websocket_server.handshake import Admission, Request, admit
from websocket_server.hub import Hub
from websocket_server.places import Tally
from websocket_server.queues import ClientQueues
from websocket_server.revocations import RecentRevocations

logger = logging.getLogger(__name__)

RETURNS_PER_SECOND = 100
"""How many clients of one worker may come back in a second after all were sent away."""

LONGEST_RETURN = 30.0
SWEEP_EVERY = 5.0


class Gateway:
    """One worker: its clients and its broker connection."""

    def __init__(self, config: Config, *, places: int, tally: Tally, name: str) -> None:
        """``places``: how many connections this process takes."""
        self._config = config
        self._places = places
        self._taken = 0
        self._tally = tally
        self._hub: Hub[Client] = Hub()
        self._recent = RecentRevocations()
        self._broker = Broker(config.amqp_url, name=name, prefetch=config.prefetch, listener=self)
        self._queues = ClientQueues(
            self._broker, max_messages=config.queue_messages, max_bytes=config.queue_bytes
        )
        self._control = Control(self._hub, self._queues, self._recent)
        self._leaving = False

    @property
    def is_full(self) -> bool:
        """Tell whether all places of this process are taken."""
        return self._taken >= self._places

    def start(self) -> None:
        """Connect to the broker, before the first client comes; returns at once."""
        gevent.spawn(self._broker.start)
        gevent.spawn(self._sweep)

    def stop(self, *, within: float = 1.5) -> None:
        """Send all clients away, give the frames ``within`` seconds to go out."""
        self.send_away()
        until = time.monotonic() + within
        while self._taken and time.monotonic() < until:
            gevent.sleep(0.05)
        self._broker.stop()

    def send_away(self) -> None:
        """Take no more clients, and close those that are here with 1012."""
        self._leaving = True
        self._close_all()

    @contextmanager
    def admitted(self, request: Request) -> Iterator[Admission]:
        """Hold a place while the context lasts; HandshakeError where there is none."""
        admission = admit(request, origins=self._config.origins, verify=self._verify)
        user_id = admission.claims.user_id
        self._taken += 1
        try:
            if self._tally.add(user_id) > self._config.connections_per_user:
                raise _try_later(HTTPStatus.TOO_MANY_REQUESTS, "Too many connections.", 30)
            if self._taken > self._places or not self._broker.answers or self._leaving:
                raise _try_later(HTTPStatus.SERVICE_UNAVAILABLE, "There is no place now.", 3)
            yield admission
        finally:
            self._taken -= 1
            self._tally.remove(user_id)

    def serve(self, sock: socket.socket, admission: Admission) -> None:
        """Serve a socket that has shaken hands until it has ended. The caller closes it."""
        sock.setblocking(False)  # noqa: FBT003
        # The kernel hides a slow client: megabytes go into its buffers first.
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, self._config.send_buffer)
        if sock.family != socket.AF_UNIX:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client = self._client(sock, admission)
        logger.info(
            "connected connection=%s user=%s sessions=%d",
            client.id,
            client.user_id,
            len(client.wanted),
        )
        self._hub.join(client)
        # The handshake took a while: what happened in it has not reached this client.
        ended = self._recent.against(admission.claims, now=time.time())
        if ended:
            client.close(*end(ended, client))
        elif self._leaving or self._is_unheard(admission.claims):
            client.close(CloseCode.RESTARTING, self._when_to_return())
        else:
            self._queues.open(client, partial(self._opened, client))
        client.run(partial(self._welcome, client), within=self._config.binding_wait)

    # The broker's word

    def on_broker_up(self) -> None:
        """Tickets issued from now on open sockets."""

    def on_broker_down(self) -> None:
        """Every queue is gone: send all away; old claims bind nothing again."""
        self._close_all()

    def on_control(
        self, exchange: str, routing_key: str, type: str, headers: Mapping[str, Any], body: bytes
    ) -> None:
        """Pass on what concerns users and rights."""
        self._control.on_message(exchange, routing_key, type, headers, body)

    # A client's life

    def _client(self, sock: socket.socket, admission: Admission) -> Client:
        config = self._config
        # The phase spreads the first pings of clients that came together.
        pulse = Pulse(config.heartbeat, config.pong_wait, random.uniform(0.5, 1.0))  # noqa: S311
        return Client(
            sock,
            admission,
            pulse=pulse,
            outbox_frames=config.outbox_messages,
            outbox_bytes=config.outbox_bytes,
            on_ticket=self._on_ticket,
            on_leave=self._on_leave,
            on_done=self._queues.acknowledge,
        )

    def _opened(self, client: Client, confirmed: bool) -> None:  # noqa: FBT001
        if confirmed:
            client.ready()
        else:
            client.close(CloseCode.NOT_RENEWED, "a binding failed")

    def _welcome(self, client: Client) -> None:
        client.welcome(heartbeat=self._config.heartbeat)
        self._queues.start(client)

    def _on_ticket(self, client: Client, ticket: str) -> None:
        try:
            claims = self._verify(ticket)
        except TicketError:
            client.refuse("bad_ticket", "the ticket opens nothing")
            return
        if (claims.user_id, claims.device) != (client.user_id, client.admission.claims.device):
            client.refuse("not_yours", "the ticket is another user's or device's")
            return
        client.admission = Admission(claims, client.admission.only)
        new = [uri for uri in client.admission.sessions if uri not in client.wanted]
        for uri in new:
            self._hub.add_session(client, uri)
        if new:
            self._queues.bind(client, new, partial(self._renewed, client))
        else:  # nor asks anything of the broker, however often it is repeated
            self._renewed(client, confirmed=True)

    def _renewed(self, client: Client, confirmed: bool) -> None:  # noqa: FBT001
        if confirmed:
            client.welcome(heartbeat=self._config.heartbeat)
        else:
            client.close(CloseCode.NOT_RENEWED, "a binding failed")

    def _on_leave(self, client: Client) -> None:
        self._queues.close(client)
        if self._hub.leave(client, now=time.monotonic()):
            self._broker.unbind_user(client.user_id)

    # What all share

    def _verify(self, ticket: str) -> Claims:
        now = time.time()
        claims = tickets.verify(ticket, key=self._config.ticket_key, now=now)
        if self._broker.is_up and self._is_unheard(claims):
            raise TicketError("older than what this worker has heard of")
        if self._recent.refuse(claims, now=now):
            raise TicketError("revoked")
        if not all(map(is_session_uri, claims.sessions)):
            raise TicketError("names what is no session")
        return claims

    def _is_unheard(self, claims: Claims) -> bool:
        """Tell whether revocations may have been missed that are younger than ``claims``."""
        return self._broker.since is None or claims.issued_at < self._broker.since

    def _close_all(self) -> None:
        for client in self._hub:
            client.close(CloseCode.RESTARTING, self._when_to_return())

    def _when_to_return(self) -> str:
        """Return the seconds that one client of many should wait: `2.35`."""
        spread = min(LONGEST_RETURN, max(2.0, self._taken / RETURNS_PER_SECOND))
        return f"{random.uniform(0, spread):.2f}"  # noqa: S311

    def _sweep(self) -> None:
        """Delete what nobody here has used for a while; another worker's use prevents it."""
        while not self._leaving:
            gevent.sleep(min(SWEEP_EVERY, self._config.unused_exchange_after))
            since = time.monotonic() - self._config.unused_exchange_after
            for uri in self._hub.forget_idle(since=since):
                self._broker.delete_exchange(uri)


def _try_later(status: HTTPStatus, detail: str, seconds: int) -> HandshakeError:
    # Jittered: those who were refused together need not come back together.
    after = random.randint(1, seconds)  # noqa: S311
    return HandshakeError(status, detail, {"Retry-After": str(after)})
