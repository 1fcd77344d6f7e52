"""Shows the other workers what this one has counted, and to operators what all have."""

from collections.abc import Callable

import gevent

from websocket_server import exposition
from websocket_server.metrics import Meter, Rows
from websocket_server.probes import Readiness

WRITE_EVERY = 1.0
"""Seconds: a worker that is killed takes so much of its counts with it."""


class Report:
    """Of the worker that counts with ``meter``, from where its predecessor has ended."""

    def __init__(
        self,
        meter: Meter,
        rows: Rows,
        *,
        connections: Callable[[], int],
        readiness: Callable[[], Readiness],
    ) -> None:
        self._meter = meter
        self._rows = rows
        self._connections = connections
        self._readiness = readiness
        if before := rows.mine():
            meter.resume(before)

    def run(self) -> None:
        """Write for ever."""
        while True:
            gevent.sleep(WRITE_EVERY)
            self.write()

    def write(self) -> None:
        """Write this worker's row."""
        readiness = self._readiness()
        self._meter.connections = self._connections()
        self._meter.places = 0 if readiness.draining else readiness.places
        self._meter.broker_up = int(readiness.broker)
        self._rows.write(self._meter.row())

    def text(self) -> bytes:
        """Return the numbers of all workers, as Prometheus reads them."""
        self.write()
        return exposition.text(self._rows.all())
