"""The worker's one AMQP connection. The only file that imports pika.

All of it runs as callbacks of gevent's hub, so none of it may block. Five
channels, so that none can die of another's mistake: `control` consumes what
concerns the worker, `deliveries` only consumes, `queues` declares and deletes
queues, `bindings` and `deletions` may die of a 404 or 406 and come again.
"""

import logging
import random
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Protocol

import gevent
import pika
from pika.adapters.gevent_connection import GeventConnection

from chatire.protocol.topology import CONTROL, PRESENCE, USERS, session_exchange, user_routing_key
from websocket_server.errands import Errand, Errands, Step

logger = logging.getLogger(__name__)

HEARTBEAT = 30
BACK_OFF = (0.2, 5.0)
BINDING_TRIES = 5
STALLED_AFTER = 10.0
"""Seconds without an answer after which the broker is taken to hang."""

Deliver = Callable[[str, int, bytes], None]
"""Called with the exchange, the delivery's tag and the body."""


class Listener(Protocol):
    """Who is told what the broker does."""

    def on_broker_up(self) -> None:
        """The worker's control queue is bound and consumed."""

    def on_broker_down(self) -> None:
        """The connection is lost, and every queue of this worker with it."""

    def on_control(
        self, exchange: str, routing_key: str, type: str, headers: Mapping[str, Any], body: bytes
    ) -> None:
        """Something came to the worker's control queue."""


class Broker:
    """A connection that is kept up: lost, it comes again with jittered back-off."""

    def __init__(self, url: str, *, name: str, prefetch: int, listener: Listener) -> None:
        self._parameters = pika.URLParameters(url)
        self._parameters.heartbeat = HEARTBEAT
        self._parameters.blocked_connection_timeout = HEARTBEAT
        self._parameters.client_properties = {"connection_name": name}
        self._prefetch = prefetch
        self._listener = listener
        self._ioloop: Any = None
        self._connection: Any = None
        self._failures = 0
        self._stopped = False
        self._reset()

    def _reset(self) -> None:
        self.since: float | None = None
        """Since when (epoch) the control queue has heard everything; None while it does not."""
        self.control_queue = ""
        self._deliveries: Any = None
        self._starting: set[str] = set()
        self._unwanted: set[str] = set()
        self._queues: Errands | None = None
        self._bindings: Errands | None = None
        self._deletions: Errands | None = None

    @property
    def is_up(self) -> bool:
        """Tell whether queues can be declared and bound."""
        return self.since is not None

    @property
    def answers(self) -> bool:
        """Tell whether it is up, and leaves nothing that was asked without an answer.

        A broker that hangs closes nothing: only a heartbeat ends its connection, up
        to a minute later.
        """
        errands = (self._queues, self._bindings)
        now = time.monotonic()
        return self.is_up and not any(e and e.waits_since < now - STALLED_AFTER for e in errands)

    def start(self) -> None:
        """Connect, and go on trying; returns at once."""
        self._connection = GeventConnection(
            self._parameters,
            on_open_callback=self._on_open,
            on_open_error_callback=self._on_lost,
            on_close_callback=self._on_lost,
            custom_ioloop=self._ioloop,
        )
        # Each loop adapter owns a pipe that nothing closes: one for all attempts.
        self._ioloop = self._connection.ioloop

    def stop(self) -> None:
        """Close the connection and stay away."""
        self._stopped = True
        self._abandon()

    # What clients need. While the broker is away these do nothing, and call nobody back:
    # whoever waits is told by on_broker_down.

    def declare_queue(
        self, arguments: Mapping[str, Any], done: Callable[[str | None], None]
    ) -> None:
        """Declare an exclusive queue that the broker names; ``done(name)``, or None."""
        step = _step("queue_declare", queue="", exclusive=True, arguments=dict(arguments))
        self._run(self._queues, Errand([step], lambda frame: done(_queue_name(frame))))

    def bind(
        self, queue: str, uris: Sequence[str], *, user_id: int, done: Callable[[bool], None]
    ) -> None:
        """Bind ``queue`` to the sessions and the control queue to the user.

        ``done`` is told whether the broker has confirmed all of it. Each session's
        exchange is declared first: no other than a gateway does, and another
        one may have deleted it as unused a moment ago.
        """
        key = user_routing_key(user_id)
        steps = [
            _step("queue_bind", queue=self.control_queue, exchange=USERS.name, routing_key=key)
        ]
        for uri in uris:
            exchange = session_exchange(uri)
            steps.append(_step("exchange_declare", **exchange.declaration()))
            steps.append(_step("queue_bind", queue=queue, exchange=exchange.name))
        errand = Errand(
            steps, lambda frame: done(frame is not None), tries=BINDING_TRIES, owner=user_id
        )
        self._run(self._bindings, errand)

    def unbind(self, queue: str, uri: str, *, user_id: int) -> None:
        """Unbind the user's ``queue`` from a session, after all bindings asked for before."""
        step = _step("queue_unbind", queue=queue, exchange=uri)
        self._run(self._bindings, Errand([step], _done, owner=user_id))

    def unbind_user(self, user_id: int) -> None:
        """Hear no more of a user."""
        step = _step(
            "queue_unbind",
            queue=self.control_queue,
            exchange=USERS.name,
            routing_key=user_routing_key(user_id),
        )
        self._run(self._bindings, Errand([step], _done, owner=user_id))

    def consume(self, queue: str, deliver: Deliver) -> None:
        """Hand what comes to ``queue`` to ``deliver``; each tag wants an :meth:`ack`."""
        if self._deliveries is None:
            return

        def on_message(_: Any, method: Any, properties: Any, body: bytes) -> None:
            deliver(method.exchange, method.delivery_tag, body)

        self._starting.add(queue)
        self._deliveries.basic_consume(
            queue, on_message, callback=lambda _: self._on_consumed(queue)
        )

    def ack(self, tag: int) -> None:
        """Acknowledge one delivery, and no other: the channel carries all clients."""
        if self._deliveries is not None and self._deliveries.is_open:
            self._deliveries.basic_ack(tag)

    def delete_queue(self, queue: str) -> None:
        """Delete ``queue``, once its consumer has begun if one was asked for.

        A consumer that begins on a queue that is gone would be a 404 on the
        channel that carries everybody's deliveries.
        """
        if queue in self._starting:
            self._unwanted.add(queue)
        else:
            step = _step("queue_delete", queue=queue)
            self._run(self._queues, Errand([step], _done))

    def delete_exchange(self, uri: str) -> None:
        """Delete a session's exchange unless somebody still uses it (that is no error)."""
        step = _step("exchange_delete", exchange=session_exchange(uri).name, if_unused=True)
        self._run(self._deletions, Errand([step], _done))

    @staticmethod
    def _run(errands: Errands | None, errand: Errand) -> None:
        if errands is not None:
            errands.run(errand)

    def _on_consumed(self, queue: str) -> None:
        self._starting.discard(queue)
        if queue in self._unwanted:
            self._unwanted.discard(queue)
            self.delete_queue(queue)

    # Coming up, and going down.

    def _on_open(self, connection: Any) -> None:
        # The control channel comes first: what follows on it is in order.
        connection.channel(on_open_callback=self._set_up_control)

    def _set_up_control(self, channel: Any) -> None:
        channel.add_on_close_callback(self._on_vital_channel_closed)
        channel.add_on_cancel_callback(self._on_control_cancelled)
        for exchange in (USERS, CONTROL, PRESENCE):
            channel.exchange_declare(**exchange.declaration())
        channel.queue_declare("", exclusive=True, callback=partial(self._bind_control, channel))

    def _bind_control(self, channel: Any, frame: Any) -> None:
        self.control_queue = frame.method.queue
        channel.queue_bind(self.control_queue, CONTROL.name)
        channel.queue_bind(
            self.control_queue, PRESENCE.name, callback=partial(self._consume_control, channel)
        )

    def _consume_control(self, channel: Any, _: Any) -> None:
        heard_since = time.time()
        channel.basic_consume(
            self.control_queue,
            self._on_control,
            auto_ack=True,  # no prefetch limit and no drop: the worker always keeps up
            callback=lambda _: self._set_up_deliveries(heard_since),
        )

    def _set_up_deliveries(self, heard_since: float) -> None:
        def opened(channel: Any) -> None:
            channel.add_on_close_callback(self._on_vital_channel_closed)
            channel.basic_qos(
                prefetch_count=self._prefetch,
                global_qos=False,  # a limit for each consumer
                callback=lambda _: self._be_up(channel, heard_since),
            )

        self._connection.channel(on_open_callback=opened)

    def _be_up(self, deliveries: Any, heard_since: float) -> None:
        if not self._connection.is_open:
            return
        self._deliveries = deliveries
        self._queues = self._errands()
        self._bindings = self._errands()
        self._deletions = self._errands()
        self._failures = 0
        self.since = heard_since
        logger.info("broker up")
        self._listener.on_broker_up()

    def _errands(self) -> Errands:
        connection = self._connection
        return Errands(
            lambda use: connection.channel(on_open_callback=use),
            is_connected=lambda: connection.is_open,
            clock=time.monotonic,
        )

    def _on_control(self, _: Any, method: Any, properties: Any, body: bytes) -> None:
        self._listener.on_control(
            method.exchange,
            method.routing_key,
            properties.type or "",
            properties.headers or {},
            body,
        )

    def _on_vital_channel_closed(self, _: Any, reason: BaseException) -> None:
        if self._connection.is_open:
            logger.error("broker channel lost reason=%s", reason)
            self._abandon()

    def _on_control_cancelled(self, _: Any) -> None:
        logger.error("broker cancelled the control queue")
        self._abandon()

    def _abandon(self) -> None:
        """Close the connection. It counts as lost now: from here on its channels refuse all."""
        self._go_down()
        if self._connection is not None and self._connection.is_open:
            self._connection.close()

    def _go_down(self) -> None:
        was_up = self.is_up
        self._reset()
        if was_up:
            self._listener.on_broker_down()

    def _on_lost(self, _: Any, reason: BaseException) -> None:
        if self.is_up or self._failures == 0:
            logger.warning("broker lost reason=%r", reason)
        self._go_down()
        if not self._stopped:
            self._failures += 1
            low, high = BACK_OFF
            # Of floats: after an hour away an int would have grown past what a float can hold.
            delay = random.uniform(low, min(high, low * 2.0 ** min(self._failures, 16)))  # noqa: S311
            gevent.spawn_later(delay, self.start)


def _step(method: str, **arguments: Any) -> Step:
    return method, arguments


def _queue_name(frame: Any) -> str | None:
    return None if frame is None else str(frame.method.queue)


def _done(_: object) -> None:
    """Nobody waits for this answer."""
