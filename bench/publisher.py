"""Who publishes the events of a benchmark, each stamped just before it goes."""

import os
import time
import uuid
from contextlib import AbstractContextManager
from typing import Protocol, Self

import pika

from bench.event import stamped
from bench.talker import Talker
from chatire.protocol.topology import session_exchange


class Publisher(Protocol):
    """Publishes to everybody who is in the room, from the process ``pid``."""

    @property
    def pid(self) -> int: ...

    def publish(self, count: int, *, every: float = 0.0) -> None:
        """Publish ``count`` events, one ``every`` so many seconds; 0: as fast as it can.

        Returns once the last is handed over.
        """


class AmqpPublisher(AbstractContextManager["AmqpPublisher"]):
    """Publishes to the fanout exchange of a session, in the contract's form.

    As the application does, but for the confirms: a burst is to be one. ``declares``:
    for contestants of whom nobody else declares it.
    """

    def __init__(self, url: str, uri: str, template: str, *, declares: bool = False) -> None:
        parameters = pika.URLParameters(url)
        parameters.heartbeat = 0  # nobody serves it between two publications
        self._connection = pika.BlockingConnection(parameters)
        self._channel = self._connection.channel()
        self._exchange = session_exchange(uri)
        self._template = template
        if declares:
            self._channel.exchange_declare(self._exchange.name, self._exchange.kind)

    @property
    def pid(self) -> int:
        return os.getpid()

    def publish(self, count: int, *, every: float = 0.0) -> None:
        began = time.monotonic()
        for number in range(count):
            self._connection.sleep(max(0.0, began + number * every - time.monotonic()))
            self._channel.basic_publish(
                self._exchange.name,
                "",
                stamped(self._template, time.monotonic()),
                pika.BasicProperties(
                    type="message.posted",
                    message_id=str(uuid.uuid4()),
                    timestamp=int(time.time()),
                    content_type="application/json",
                    delivery_mode=1,
                ),
            )

    def __exit__(self, *_: object) -> None:
        self._connection.close()


class ProcessPublisher(AbstractContextManager["ProcessPublisher"]):
    """A process in its peer's own environment, which publishes through the peer's own layer.

    It is told ``{"count", "every", "template"}`` and answers ``{}`` once that is done.
    """

    def __init__(self, talker: Talker, template: str) -> None:
        self._talker = talker
        self._template = template

    @property
    def pid(self) -> int:
        return self._talker.pid

    def publish(self, count: int, *, every: float = 0.0) -> None:
        answer_within = count * every + 120
        self._talker.ask(
            answer_within=answer_within, count=count, every=every, template=self._template
        )

    def __enter__(self) -> Self:
        self._talker.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._talker.__exit__(*error)
