"""The application's one connection to RabbitMQ, and the one thread that owns it.

Requests hand their publications over and wait for the confirms, never longer
than DEADLINE; heartbeats are served while nobody publishes.

While the broker does not answer, publishing fails at once, and a probe every
RETRY seconds finds out when it is back. A connection that stands is never torn
down for being slow: a blocked broker (memory alarm) keeps reading nothing from
every new one too. Heartbeats end it when its other end is gone.
"""

import logging
import re
import threading
import uuid
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import wait
from functools import partial
from typing import Any

import pika
from pika.adapters.select_connection import IOLoop
from pika.channel import Channel
from pika.exceptions import ChannelClosedByBroker

from chat.broker.lane import Job, Lane
from chat.broker.parameters import parameters
from chat.broker.under_way import UnderWay
from chat.circuit import RETRY, Circuit
from chat.publications import Publication
from chatire.protocol import removals

logger = logging.getLogger(__name__)

DEADLINE = 0.3
"""Seconds that a caller waits for the confirm."""

LANES = 16
"""AMQP channels; a session's publications always take the same one, so they stay in order."""

_NO_EXCHANGE = re.compile(r"no exchange '([^']*)'")
_NOT_FOUND = 404


class Publisher:
    """Publishes from any thread; one a process (see ``chat.broker.process``).

    ``on_return`` is called, in the publisher's own thread, when the broker
    answers again.
    """

    def __init__(self, url: str, *, on_return: Callable[[], object] = lambda: None) -> None:
        self.circuit = Circuit("RabbitMQ", logger=logger)
        self._on_return = on_return
        self._parameters = parameters(url)
        self._ioloop = IOLoop()
        self._lanes = [Lane() for _ in range(LANES)]
        self._under_way = UnderWay()
        self._channels: dict[int, Channel] = {}
        self._connection: pika.SelectConnection | None = None
        self._probe: Job | None = None
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="publisher", daemon=True)
        self._thread.start()

    # --- Called from any thread ----------------------------------------------

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def publish(
        self, publications: Sequence[Publication], *, deadline: float = DEADLINE
    ) -> list[bool]:
        """Publish in order and tell of each whether the broker has confirmed it.

        Returns after ``deadline`` seconds at the latest. What is under way by then
        stays so, and is not sent once more when it is published again.
        """
        if self.circuit.is_open:
            return [False] * len(publications)
        jobs = [Job(publication) for publication in publications]
        self._ioloop.add_callback_threadsafe(partial(self._accept, jobs))
        if wait([job.done for job in jobs], timeout=deadline).not_done:
            for job in jobs:
                job.is_awaited = False
            self.circuit.open(f"no confirm within {deadline} s")
            self._ioloop.add_callback_threadsafe(self._give_up)
        return [job.done.done() and job.done.result() for job in jobs]

    def close(self) -> None:
        """Close the connection and end the thread."""
        if self._thread.is_alive():
            self._ioloop.add_callback_threadsafe(self._leave)
            self._thread.join(timeout=DEADLINE)

    # --- Called in the owner's thread alone ------------------------------------

    def _run(self) -> None:
        self._ioloop.call_later(RETRY, self._tick)
        self._ioloop.start()
        self._ioloop.close()

    def _accept(self, jobs: list[Job]) -> None:
        numbers = set()
        for job in filter(self._under_way.admits, jobs):
            number = zlib.crc32(job.publication.exchange.encode()) % LANES
            self._lanes[number].waiting.append(job)
            numbers.add(number)
        if self._connection is None:
            self._connect()
        for number in numbers & self._channels.keys():
            self._flush(number)

    def _connect(self) -> None:
        self._connection = pika.SelectConnection(
            self._parameters,
            on_open_callback=self._on_open,
            on_open_error_callback=self._on_open_error,
            on_close_callback=self._on_close,
            custom_ioloop=self._ioloop,
        )

    def _on_open(self, connection: pika.SelectConnection) -> None:
        for number in range(LANES):
            self._open_channel(number)
        if self.circuit.is_open:
            self._send_probe()

    def _on_open_error(self, connection: pika.SelectConnection, error: BaseException) -> None:
        self._connection = None
        self.circuit.open(repr(error))
        self._give_up()

    def _on_close(self, connection: pika.SelectConnection, error: BaseException) -> None:
        self._connection = None
        self._channels.clear()
        for lane in self._lanes:
            lane.restart()
        if self._closing:
            self._ioloop.stop()
        elif self.circuit.is_open:
            self._give_up()
        elif any(lane.waiting for lane in self._lanes):
            # It may have been an idle connection that a restarted broker has
            # closed: what is under way gets one more try, on a fresh one.
            self._connect()

    def _open_channel(self, number: int) -> None:
        if self._connection is not None and self._connection.is_open:
            self._connection.channel(on_open_callback=partial(self._on_channel, number))

    def _on_channel(self, number: int, channel: Channel) -> None:
        channel.add_on_close_callback(partial(self._on_channel_closed, number))
        # Without a callback pika waits for no answer: what is sent next is confirmed already.
        channel.confirm_delivery(partial(self._on_confirm, number))
        self._channels[number] = channel
        self._flush(number)

    def _on_channel_closed(self, number: int, channel: Channel, error: BaseException) -> None:
        self._channels.pop(number, None)
        lane = self._lanes[number]
        lane.restart()
        if not isinstance(error, ChannelClosedByBroker):
            return  # with the whole connection, which has a callback of its own
        if error.reply_code == _NOT_FOUND:
            missing = _NO_EXCHANGE.search(error.reply_text)
            lane.nobody_listens(missing.group(1) if missing else "")
        else:
            logger.error("RabbitMQ refuses what is published: %s", error)
            lane.give_up()
        self._open_channel(number)

    def _on_confirm(self, number: int, frame: Any) -> None:
        published = isinstance(frame.method, pika.spec.Basic.Ack)
        self._lanes[number].settle(
            frame.method.delivery_tag, multiple=frame.method.multiple, published=published
        )
        if self.circuit.close():
            self._on_return()

    def _flush(self, number: int) -> None:
        channel, lane = self._channels[number], self._lanes[number]
        while channel.is_open and (job := lane.next()) is not None:
            publication = job.publication
            channel.basic_publish(
                publication.exchange,
                publication.routing_key,
                publication.body,
                pika.BasicProperties(
                    type=publication.type,
                    message_id=publication.message_id,
                    timestamp=publication.timestamp,
                    content_type="application/json",
                    delivery_mode=1,
                    headers=removals.headers(publication.removed),
                ),
            )

    def _give_up(self) -> None:
        for lane in self._lanes:
            lane.give_up()

    def _tick(self) -> None:
        self._ioloop.call_later(RETRY, self._tick)
        if not self.circuit.is_open:
            return
        if self._connection is None:
            self._connect()
        elif self._probe is None or self._probe.done.done():
            self._send_probe()

    def _send_probe(self) -> None:
        """Publish to no queue: the confirm shows that the broker works, and closes the circuit."""
        self._probe = Job(
            Publication(
                exchange="",
                routing_key="chatire.probe",
                type="probe",
                message_id=str(uuid.uuid4()),
                timestamp=0,
                body=b"",
            )
        )
        self._accept([self._probe])

    def _leave(self) -> None:
        self._closing = True
        if self._connection is not None and self._connection.is_open:
            self._connection.close()
        else:
            self._ioloop.stop()
