"""A connection to RabbitMQ that is kept up. The only file that imports pika.

All of it runs as callbacks of gevent's hub, so none of it may block.
"""

import random
from collections.abc import Callable
from typing import Any

import gevent
import pika
from gevent import get_hub
from pika.adapters.gevent_connection import GeventConnection

HEARTBEAT = 30
BACK_OFF = (0.2, 5.0)


class Link:
    """Lost, it comes again with jittered back-off.

    ``on_open(connection)`` is called when it is there, ``on_lost(reason)`` when it is there
    no more, or did not come; the reason is given once, until :meth:`settle` is called.
    """

    def __init__(
        self,
        url: str,
        *,
        name: str,
        on_open: Callable[[Any], None],
        on_lost: Callable[[BaseException | None], None],
    ) -> None:
        self._parameters = pika.URLParameters(url)
        self._parameters.heartbeat = HEARTBEAT
        self._parameters.blocked_connection_timeout = HEARTBEAT
        self._parameters.client_properties = {"connection_name": name}
        self._on_open = on_open
        self._lost = on_lost
        self._ioloop: Any = None
        self._connection: Any = None
        self._failures = 0
        self._stopped = False

    @property
    def is_open(self) -> bool:
        """Tell whether the connection stands."""
        return self._connection is not None and self._connection.is_open

    def start(self) -> None:
        """Connect, and go on trying; returns at once."""
        self._connection = _Connection(
            self._parameters,
            on_open_callback=self._on_open,
            on_open_error_callback=self._on_lost,
            on_close_callback=self._on_lost,
            custom_ioloop=self._ioloop,
        )
        # Each loop adapter owns a pipe that nothing closes: one for all attempts.
        self._ioloop = self._connection.ioloop

    def settle(self) -> None:
        """It works: the next loss is tried again soon, and told."""
        self._failures = 0

    def close(self) -> None:
        """Close the connection; another follows."""
        if self.is_open:
            self._connection.close()

    def stop(self) -> None:
        """Close the connection and stay away."""
        self._stopped = True
        self.close()

    def _on_lost(self, _: Any, reason: BaseException) -> None:
        self._lost(reason if self._failures == 0 else None)
        if not self._stopped:
            self._failures += 1
            low, high = BACK_OFF
            # Of floats: after an hour away an int would have grown past what a float can hold.
            delay = random.uniform(low, min(high, low * 2.0 ** min(self._failures, 16)))  # noqa: S311
            gevent.spawn_later(delay, self.start)


class _Connection(GeventConnection):
    """Writes what is asked in one turn of the loop at once: pika would send each frame alone."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        self._emitted: list[bytes] = []
        super().__init__(*arguments, **keywords)

    def _adapter_emit_data(self, data: bytes) -> None:
        if not self._emitted:
            get_hub().loop.run_callback(self._emit)
        self._emitted.append(data)

    def _emit(self) -> None:
        emitted, self._emitted = self._emitted, []
        if not self.is_closed:  # lost in this turn
            super()._adapter_emit_data(b"".join(emitted))  # type: ignore[misc]


def transient(type: str) -> pika.BasicProperties:
    """Return the properties of a JSON message that may be lost."""
    return pika.BasicProperties(type=type, content_type="application/json", delivery_mode=1)
