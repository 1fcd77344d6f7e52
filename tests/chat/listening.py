"""A listener: what a gateway does at the broker, without the gateway."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pika
from pika.adapters.blocking_connection import BlockingChannel

from chatire.protocol import topology
from chatire.protocol.events import Event, decode


@dataclass(frozen=True)
class Delivery:
    event: Event
    properties: pika.BasicProperties


@dataclass
class Listener:
    """Reads one exclusive queue."""

    connection: pika.BlockingConnection
    channel: BlockingChannel
    queue: str

    def next(self, *, within: float = 10.0) -> Delivery:
        """Return the next delivery; AssertionError where none comes within so many seconds."""
        for method, properties, body in self.channel.consume(
            self.queue, auto_ack=True, inactivity_timeout=within
        ):
            assert method, f"nothing came within {within} s"
            assert properties
            assert body is not None
            return Delivery(decode(body), properties)
        raise AssertionError("the queue is gone")

    def seqs(self, count: int, *, within: float = 10.0) -> list[int]:
        """Return the seqs of the next ``count`` events, each within so many seconds."""
        return [self.next(within=within).event["seq"] for _ in range(count)]


@contextmanager
def listening(url: str, exchange: topology.Exchange, routing_key: str = "") -> Iterator[Listener]:
    """Bind an exclusive queue to ``exchange``, as a gateway's worker does."""
    connection = pika.BlockingConnection(pika.URLParameters(url))
    channel = connection.channel()
    channel.exchange_declare(**exchange.declaration())  # type: ignore[arg-type]
    queue: Any = channel.queue_declare("", exclusive=True).method.queue
    channel.queue_bind(queue, exchange.name, routing_key)
    try:
        yield Listener(connection, channel, queue)
    finally:
        if connection.is_open:
            connection.close()
