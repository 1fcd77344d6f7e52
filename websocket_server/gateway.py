"""The gateway's parts, joined. Knows no web server: give it requests and raw sockets."""

import logging
import math
import random
import socket
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from typing import Any

import gevent

from chatire.protocol.close_codes import CloseCode
from websocket_server.announcements import Announcements
from websocket_server.broker import Broker
from websocket_server.client import Client
from websocket_server.config import Config
from websocket_server.connection import Pulse, Settle
from websocket_server.control import Control, end
from websocket_server.departure import Departure
from websocket_server.errors import HandshakeError
from websocket_server.handshake import Admission, Request, admit
from websocket_server.hub import Hub
from websocket_server.lookout import Lookout
from websocket_server.metrics import Meter, Rows
from websocket_server.outbox import Bounds
from websocket_server.places import Tally
from websocket_server.probes import Readiness
from websocket_server.queues import queues
from websocket_server.renewal import Schedule
from websocket_server.report import Report
from websocket_server.revocations import RecentRevocations
from websocket_server.spread import SHORTEST, Spread
from websocket_server.tickets import Tickets

logger = logging.getLogger(__name__)

SWEEP_EVERY = 5.0
PROBE_EVERY = 1.0
LONGEST_SILENCE = 15.0
"""Seconds for which the broker may be away before clients are told to ask the application; a
handful of them after two. Thousands ask for a minute, and a broker that restarts is back before."""
PAUSE_BETWEEN_RESYNCS = 10.0


class Gateway:
    """One worker: its clients and its broker connection."""

    def __init__(self, config: Config, *, places: int, tally: Tally, rows: Rows, name: str) -> None:
        """``places``: how many connections this process takes."""
        self._meter = Meter()
        self._report = Report(
            self._meter,
            rows,
            connections=lambda: self._taken,
            readiness=lambda: self.readiness,
        )
        self._config = config
        self._places = places
        self._taken = 0
        self._tally = tally
        self._spread = Spread(tally, rate=config.returns_per_second)
        self._hub: Hub[Client] = Hub()
        self._recent = RecentRevocations()
        self._broker = Broker(config.amqp_url, name=name, prefetch=config.prefetch, listener=self)
        self._announcements = Announcements(config.amqp_url, name=f"{name}, announcements")
        self._lookout = Lookout(self._hub, self._announcements, worker=uuid.uuid4().hex)
        self._queues = queues(config, self._broker, self._meter)
        self._tickets = Tickets(
            config.ticket_key,
            heartbeat=config.heartbeat,
            broker=self._broker,
            hub=self._hub,
            lookout=self._lookout,
            queues=self._queues,
            recent=self._recent,
        )
        self._control = Control(self._hub, self._lookout, self._queues, self._recent)
        self._bounds = Bounds(config.outbox_messages, config.outbox_bytes, config.stalled_after)
        self._departure = Departure(
            self._hub, tally, spread=self._spread, within=config.drain_within
        )

    @property
    def is_full(self) -> bool:
        """Tell whether all places of this process are taken."""
        return self._taken >= self._places

    @property
    def readiness(self) -> Readiness:
        """Tell whether a client that came now would be let in."""
        return Readiness(
            broker=self._broker.answers,
            draining=self._departure.has_begun,
            places=self._places - self._taken,
        )

    def metrics(self) -> bytes:
        """Return the numbers of all workers, as Prometheus reads them."""
        return self._report.text()

    def start(self) -> None:
        """Connect to the broker, before the first client comes; returns at once."""
        gevent.spawn(self._broker.start)
        gevent.spawn(self._announcements.start)
        gevent.spawn(self._lookout.run)
        gevent.spawn(self._make_up_for_broker)
        gevent.spawn(self._sweep)
        gevent.spawn(self._report.run)

    def stop(self, *, within: float = 1.5) -> None:
        """Send all clients away at once, give the frames ``within`` seconds to go out."""
        self._departure.at_once()
        until = time.monotonic() + within
        while self._taken and time.monotonic() < until:
            gevent.sleep(0.05)
        self._report.write()
        self._lookout.say_goodbye()
        self._announcements.stop()
        self._broker.stop()

    def drain(self) -> None:
        """Take no more clients, and send those that are here to the other workers."""
        self._departure.drain()

    @contextmanager
    def admitted(self, request: Request) -> Iterator[Admission]:
        """Hold a place while the context lasts; HandshakeError where there is none."""
        admission = self._admit(request)
        del request  # this frame stays for as long as the socket
        user_id = admission.claims.user_id
        self._taken += 1
        try:
            if self._tally.add(user_id) > self._config.connections_per_user:
                raise _try_later(HTTPStatus.TOO_MANY_REQUESTS, "Too many connections.", 30)
            if self._taken > self._places or not self._broker.answers or self._departure.has_begun:
                raise _try_later(HTTPStatus.SERVICE_UNAVAILABLE, "There is no place now.", 3)
            yield admission
        except HandshakeError as refusal:
            self._meter.handshakes[refusal.status] += 1
            raise
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
            "connected connection=%s user=%s sessions=%d request=%s",
            client.id,
            client.user_id,
            len(client.wanted),
            admission.request_id,
        )
        self._meter.handshakes[HTTPStatus.SWITCHING_PROTOCOLS] += 1
        self._hub.join(client)
        # The handshake took a while: what happened in it has not reached this client.
        ended = self._recent.against(admission.claims, now=time.time())
        if ended:
            client.close(*end(ended, client))
        elif self._departure.has_begun or self._tickets.is_unheard(admission.claims):
            client.close(CloseCode.RESTARTING, self._spread.when_to_return())
        else:
            wanted = sorted(client.wanted)
            self._queues.bind(client, wanted, partial(self._opened, client))
        client.run(partial(self._welcome, client), within=self._config.binding_wait)

    # The broker's word

    def on_broker_up(self) -> None:
        """Tickets issued from now on open sockets, and prove the rights of those that are open."""
        self._meter.broker_connections += 1
        self._lookout.forgive()
        within = self._spread.seconds
        for client in self._hub:
            if client.is_unproven:
                client.authorise(within=within)

    def on_broker_down(self) -> None:
        """Every queue is gone, and revocations are missed: old claims bind nothing again."""
        self._queues.lost()
        now = time.monotonic()
        for client in self._hub:
            for uri in tuple(client.wanted):
                self._hub.remove_session(client, uri, now=now)
            client.lose_claims()
            if not client.is_welcomed:  # nothing will ever confirm its bindings
                client.close(CloseCode.RESTARTING, self._spread.when_to_return())

    def on_control(
        self, exchange: str, routing_key: str, type: str, headers: Mapping[str, Any], body: bytes
    ) -> None:
        """Pass on what concerns users and rights."""
        self._control.on_message(exchange, routing_key, type, headers, body)

    def on_headers(self, uri: str, headers: Mapping[str, Any]) -> None:
        """Take out who was removed, if that news has not come yet."""
        self._control.on_headers(uri, headers)

    def on_dropped(self, queue: str, uri: str) -> None:
        """Tell those who have missed an event; where all have, the application is spared."""
        self._meter.dropped += 1
        losers = tuple(self._queues.losers(queue, uri))
        within = SHORTEST if len(losers) == 1 else self._spread.seconds
        for client in losers:
            client.lose(uri, within=within)

    # A client's word

    def on_ticket(self, client: Client, ticket: str) -> None:
        """Let it hear what a fresh ticket names."""
        self._tickets.present(client, ticket)

    def on_typing(self, client: Client, uri: str) -> None:
        """Pass on that its user types."""
        self._lookout.on_typing(client, uri)

    def on_settle(self, client: Client, settle: Settle) -> None:
        """Take from it what its fresh tickets did not name."""
        self._control.settle(client, settle)

    def on_leave(self, client: Client) -> None:
        """Take its queues and bindings away."""
        self._meter.close(client.close_code)
        logger.info(
            "closed connection=%s code=%d reason=%s",
            client.id,
            client.close_code,
            client.close_reason or "-",
        )
        self._queues.close(client)
        if self._hub.leave(client, now=time.monotonic()):
            self._queues.forget_user(client.user_id)
        self._lookout.look(client)

    def on_resync(self) -> None:
        """Count it."""
        self._meter.resyncs += 1

    def on_done(self, tag: int) -> None:
        """Let the broker send one event more."""
        self._queues.acknowledge(tag)

    # A client's life

    def _admit(self, request: Request) -> Admission:
        try:
            return admit(request, origins=self._config.origins, verify=self._tickets.verify)
        except HandshakeError as refusal:
            self._meter.handshakes[refusal.status] += 1
            raise

    def _client(self, sock: socket.socket, admission: Admission) -> Client:
        config = self._config
        # The phase spreads the first pings of clients that came together.
        phase = random.uniform(0.5, 1.0)  # noqa: S311
        return Client(
            sock,
            admission,
            pulse=Pulse(config.heartbeat, config.pong_wait, phase),
            renewal=Schedule(config.authorise_every, config.authorise_within, phase),
            bounds=self._bounds,
            meter=self._meter,
            owner=self,
        )

    def _opened(self, client: Client, confirmed: bool) -> None:  # noqa: FBT001
        if confirmed:
            client.ready()
        else:
            client.close(CloseCode.NOT_RENEWED, "a binding failed")

    def _welcome(self, client: Client) -> None:
        client.welcome(heartbeat=self._config.heartbeat, behind=self._lookout.welcome(client))
        self._queues.start(client)

    # What all share

    def _make_up_for_broker(self) -> None:
        """While the broker is away, or hangs, let clients ask the application instead."""
        answered, told = time.monotonic(), -math.inf
        while True:
            gevent.sleep(PROBE_EVERY)
            self._broker.orders.probe()
            now = time.monotonic()
            if self._broker.answers:
                answered = now
            spread = self._spread.seconds
            within = max(PAUSE_BETWEEN_RESYNCS, spread)
            if now > answered + min(spread, LONGEST_SILENCE) and now > told + within:
                told = now
                for client in self._hub:
                    client.resync(within=within)

    def _sweep(self) -> None:
        """Delete what nobody here has used for a while; another worker's use prevents it."""
        while True:
            gevent.sleep(min(SWEEP_EVERY, self._config.unused_exchange_after))
            since = time.monotonic() - self._config.unused_exchange_after
            for uri in self._hub.forget_idle(since=since):
                self._broker.orders.delete_exchange(uri)


def _try_later(status: HTTPStatus, detail: str, seconds: int) -> HandshakeError:
    # Jittered: those who were refused together need not come back together.
    after = random.randint(1, seconds)  # noqa: S311
    return HandshakeError(status, detail, {"Retry-After": str(after)})
