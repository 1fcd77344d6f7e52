"""The connection by which a worker hears: all queues of the worker are on it.

All of it runs as callbacks of gevent's hub, so none of it may block. Two channels
consume: `control` what concerns the worker, `deliveries` everything else. Those
of the :class:`Orders` may die of a mistake and come again.
"""

import logging
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Protocol

from gevent import get_hub

from chatire.protocol.topology import CONTROL, PRESENCE, USERS
from websocket_server.acks import Acks
from websocket_server.link import Link
from websocket_server.orders import Orders

logger = logging.getLogger(__name__)

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

    def on_headers(self, uri: str, headers: Mapping[str, Any]) -> None:
        """An event of a session has come that carries headers; it is delivered next."""

    def on_dropped(self, queue: str, uri: str) -> None:
        """A full queue of this worker has dropped an event of a session."""


class Broker:
    """Up while the worker's control queue is bound and consumed."""

    def __init__(self, url: str, *, name: str, prefetch: int, listener: Listener) -> None:
        self._prefetch = prefetch
        self._listener = listener
        self._link = Link(url, name=name, on_open=self._on_open, on_lost=self._on_lost)
        self.orders = Orders(clock=time.monotonic)
        self._reset()

    def _reset(self) -> None:
        self.since: float | None = None
        """Since when (epoch) the control queue has heard everything; None while it does not."""
        self.control_queue = ""
        self._deliveries: Any = None
        self._acks = Acks()
        self._starting: set[str] = set()
        self._unwanted: set[str] = set()
        self.orders.close()

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
        return self.is_up and self.orders.waits_since > time.monotonic() - STALLED_AFTER

    def start(self) -> None:
        """Connect, and go on trying; returns at once."""
        self._link.start()

    def stop(self) -> None:
        """Close the connection and stay away."""
        self._go_down()
        self._link.stop()

    def consume(self, queue: str, deliver: Deliver, *, auto_ack: bool = False) -> None:
        """Hand what comes to ``queue`` to ``deliver``.

        Each tag wants an :meth:`ack`, and only so many go without; with ``auto_ack``
        none does, and the broker sends as fast as we read.
        """
        if self._deliveries is None:
            return

        def on_message(_: Any, method: Any, properties: Any, body: bytes) -> None:
            if not auto_ack:
                self._acks.hold(method.delivery_tag)
            if properties.headers:  # before the event: it may not be for all any more
                self._listener.on_headers(method.exchange, properties.headers)
            deliver(method.exchange, method.delivery_tag, body)

        self._starting.add(queue)
        self._deliveries.basic_consume(
            queue,
            on_message,
            auto_ack=auto_ack,
            callback=lambda _: self._on_consumed(queue),
        )

    def ack(self, tag: int) -> None:
        """Acknowledge one delivery, behind this turn of the loop."""
        if self._acks.finish(tag):
            get_hub().loop.run_callback(self._send_acks)

    def delete_queue(self, queue: str) -> None:
        """Delete ``queue``, once its consumer has begun if one was asked for.

        A consumer that begins on a queue that is gone would be a 404 on the
        channel that carries everybody's deliveries.
        """
        if queue in self._starting:
            self._unwanted.add(queue)
        else:
            self.orders.delete_queue(queue)

    def _send_acks(self) -> None:
        for tag, multiple in self._acks.take():
            if self._deliveries is not None and self._deliveries.is_open:
                self._deliveries.basic_ack(tag, multiple)

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
            callback=lambda _: self._set_up_deliveries(channel.connection, heard_since),
        )

    def _set_up_deliveries(self, connection: Any, heard_since: float) -> None:
        def opened(channel: Any) -> None:
            channel.add_on_close_callback(self._on_vital_channel_closed)
            channel.basic_qos(
                prefetch_count=self._prefetch,
                global_qos=False,  # a limit for each consumer
                callback=lambda _: self._be_up(connection, channel, heard_since),
            )

        connection.channel(on_open_callback=opened)

    def _be_up(self, connection: Any, deliveries: Any, heard_since: float) -> None:
        if not connection.is_open:
            return
        self._deliveries = deliveries
        self.orders.open(
            lambda use: connection.channel(on_open_callback=use),
            is_connected=lambda: connection.is_open,
            control_queue=self.control_queue,
        )
        self._link.settle()
        self.since = heard_since
        logger.info("broker up")
        self._listener.on_broker_up()

    def _on_control(self, _: Any, method: Any, properties: Any, body: bytes) -> None:
        death = _overflow(properties)
        if death is not None:
            self._listener.on_dropped(death["queue"], death["exchange"])
            return
        self._listener.on_control(
            method.exchange,
            method.routing_key,
            properties.type or "",
            properties.headers or {},
            body,
        )

    def _on_vital_channel_closed(self, _: Any, reason: BaseException) -> None:
        if self._link.is_open:
            logger.error("broker channel lost reason=%s", reason)
            self._abandon()

    def _on_control_cancelled(self, _: Any) -> None:
        logger.error("broker cancelled the control queue")
        self._abandon()

    def _abandon(self) -> None:
        """Close the connection. It counts as lost now: from here on its channels refuse all."""
        self._go_down()
        self._link.close()

    def _on_lost(self, reason: BaseException | None) -> None:
        if self.is_up or reason is not None:
            logger.warning("broker lost reason=%r", reason)
        self._go_down()

    def _go_down(self) -> None:
        was_up = self.is_up
        self._reset()
        if was_up:
            self._listener.on_broker_down()


def _overflow(properties: Any) -> Mapping[str, Any] | None:
    """Return what a dead letter says of the queue that had no room for it.

    https://www.rabbitmq.com/docs/dlx#effects
    """
    deaths = (properties.headers or {}).get("x-death") or [{}]
    return deaths[0] if deaths[0].get("reason") == "maxlen" else None
