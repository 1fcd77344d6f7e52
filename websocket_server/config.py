"""The gateway's environment, read once, in one place.

A value that is not understood stops the start with one sentence.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from chatire.protocol.origins import allowed_origins
from websocket_server.errors import ConfigError


class QueueScope(StrEnum):
    """Whose the queues are; queues.py says what follows from it."""

    CLIENT = "client"
    WORKER = "worker"


@dataclass(frozen=True)
class Config:
    """Everything an operator can set. Durations are in seconds, sizes in bytes."""

    amqp_url: str
    ticket_key: str
    origins: frozenset[str]

    heartbeat: float = 25.0
    """Between protocol pings: well below the 60 s after which nginx cuts a silent connection."""
    pong_wait: float = 10.0
    connections_per_user: int = 100
    reserved_slots: int = 4
    """Slots a worker that only answer 503: uWSGI spins once every slot is held."""

    authorise_every: float = 600.0
    """After so long at the latest each client shows a fresh ticket: what was lost on its way ends
    with that."""
    authorise_within: float = 20.0
    returns_per_second: int = 95
    """How many clients, of all workers together, may ask the application in a second after
    something that concerns them all. A ticket and a sync each: some 11 ms of a core. Asked for
    more than it can answer, it would answer late, and all of them would ask again."""

    drain_within: float = 30.0
    """A worker that is replaced closes its clients within that, one after another. Well below
    uWSGI's `worker-reload-mercy`, after which the worker is killed."""

    queue_scope: QueueScope = QueueScope.CLIENT
    prefetch: int = 32
    """Deliveries that a client may hold unacknowledged; must stay below `outbox_messages`,
    so that a slow client's backlog waits in its queue and not in this process."""
    queue_messages: int = 1_000
    queue_bytes: int = 4 * 1024 * 1024
    worker_queue_messages: int = 100_000
    worker_queue_bytes: int = 256 * 1024 * 1024
    outbox_messages: int = 8_192
    outbox_bytes: int = 4 * 1024 * 1024
    """Room for `prefetch` events of the longest kind (16,000 bytes of text, each of which JSON may
    write as six: 97 KB)."""

    stalled_after: float = 10.0
    """Without a byte of progress, while data waits, a client is closed 4001."""

    send_buffer: int = 64 * 1024
    """Of the kernel, for each socket. uWSGI's own `socket-sndbuf` does nothing on unix sockets."""

    binding_wait: float = 30.0
    """For the broker to confirm a client's bindings, before 4004. Long: after a restart thousands
    come at once, one is bound after another, and to send them away would only make it worse."""
    unused_exchange_after: float = 60.0


LAST_CLIENTS_END = 10.0
"""Seconds after the last Close, until the last client has read it or is given up."""


def read(environment: Mapping[str, str], *, mercy: float = math.inf) -> Config:
    """Return the configuration in ``environment``; ConfigError where it is not understood.

    ``mercy``: the seconds after which a worker that was told to end is killed.
    """
    values = _Values(environment)
    config = Config(
        amqp_url=values.amqp_url(),
        ticket_key=values.ticket_key(),
        origins=_origins(environment.get("PUBLIC_URL") or "http://localhost:8000"),
        heartbeat=values.seconds("WS_HEARTBEAT", Config.heartbeat),
        pong_wait=values.seconds("WS_PONG_WAIT", Config.pong_wait),
        connections_per_user=values.count(
            "WS_MAX_CONNECTIONS_PER_USER", Config.connections_per_user
        ),
        reserved_slots=values.count("WS_RESERVED_SLOTS", Config.reserved_slots),
        authorise_every=values.seconds("WS_AUTHORISE_EVERY", Config.authorise_every),
        authorise_within=values.seconds("WS_AUTHORISE_WITHIN", Config.authorise_within),
        returns_per_second=values.count("WS_RETURNS_PER_SECOND", Config.returns_per_second),
        drain_within=values.seconds("WS_DRAIN_WITHIN", Config.drain_within),
        queue_scope=values.queue_scope(),
        prefetch=values.count("WS_PREFETCH", Config.prefetch),
        queue_messages=values.count("WS_QUEUE_MESSAGES", Config.queue_messages),
        queue_bytes=values.count("WS_QUEUE_BYTES", Config.queue_bytes),
        worker_queue_messages=values.count(
            "WS_WORKER_QUEUE_MESSAGES", Config.worker_queue_messages
        ),
        worker_queue_bytes=values.count("WS_WORKER_QUEUE_BYTES", Config.worker_queue_bytes),
        outbox_messages=values.count("WS_OUTBOX_MESSAGES", Config.outbox_messages),
        outbox_bytes=values.count("WS_OUTBOX_BYTES", Config.outbox_bytes),
        stalled_after=values.seconds("WS_STALLED_AFTER", Config.stalled_after),
        send_buffer=values.count("WS_SEND_BUFFER", Config.send_buffer),
        binding_wait=values.seconds("WS_BINDING_WAIT", Config.binding_wait),
        unused_exchange_after=values.seconds(
            "WS_UNUSED_EXCHANGE_AFTER", Config.unused_exchange_after
        ),
    )
    if config.prefetch >= config.outbox_messages:
        raise ConfigError("WS_PREFETCH must be below WS_OUTBOX_MESSAGES.")
    if config.drain_within + LAST_CLIENTS_END > mercy:
        raise ConfigError(
            f"WS_DRAIN_WITHIN must be {LAST_CLIENTS_END:.0f} s below uWSGI's worker-reload-mercy,"
            f" which is {mercy:.0f} s."
        )
    return config


class _Values:
    """The environment's strings, as numbers or as a sentence of what is wrong."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def required(self, name: str) -> str:
        value = self._environment.get(name, "")
        if not value:
            raise ConfigError(f"{name} is not set; `make run` writes it to .run/env.")
        return value

    def ticket_key(self) -> str:
        value = self.required("TICKET_KEY")
        if len(value.encode()) < 32:
            raise ConfigError("TICKET_KEY must have at least 32 bytes.")  # RFC 7518, 3.2
        return value

    def amqp_url(self) -> str:
        value = self.required("AMQP_URL")
        if not value.startswith(("amqp://", "amqps://")):
            # The address is not repeated: it holds a password.
            raise ConfigError("AMQP_URL must begin with amqp:// or amqps://.")
        return value

    def queue_scope(self) -> QueueScope:
        value = self._environment.get("WS_QUEUE_SCOPE") or QueueScope.CLIENT
        try:
            return QueueScope(value)
        except ValueError:
            scopes = " or ".join(QueueScope)
            raise ConfigError(f"WS_QUEUE_SCOPE must be {scopes}, not {value!r}.") from None

    def seconds(self, name: str, default: float) -> float:
        text = self._environment.get(name) or str(default)
        try:
            value = float(text)
        except ValueError:
            value = 0.0
        if not 0 < value < 86_400:
            raise ConfigError(f"{name} must be a number of seconds above 0, not {text!r}.")
        return value

    def count(self, name: str, default: int) -> int:
        text = self._environment.get(name) or str(default)
        if not (text.isascii() and text.isdigit()) or int(text) == 0:
            raise ConfigError(f"{name} must be a whole number above 0, not {text!r}.")
        return int(text)


def _origins(public_url: str) -> frozenset[str]:
    try:
        return allowed_origins(public_url)
    except ValueError as error:
        raise ConfigError(f"PUBLIC_URL is {error}.") from error
