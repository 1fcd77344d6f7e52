"""What a connection brings, noted in the moment in which it comes."""

import queue
import threading
import time
from collections.abc import Mapping
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from chatire.protocol.events import decode
from probe.errors import NoWayError


class Inbox:
    """Reads ``connection`` in a thread of its own: an event may come before the POST's answer."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._arrived: queue.SimpleQueue[tuple[float, bytes | None]] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, name="inbox", daemon=True)
        self._reader.start()

    def wait_for(self, wanted: Mapping[str, Any], *, within: float) -> float:
        """Return when the next frame came that says ``wanted`` (seconds of time.perf_counter).

        A frame says so where it has these fields, or its ``data`` has them. Raises NoWayError
        where none came ``within`` so many seconds.
        """
        until = time.perf_counter() + within
        while True:
            try:
                at, frame = self._arrived.get(timeout=max(0, until - time.perf_counter()))
            except queue.Empty:
                raise NoWayError(f"No {wanted['type']} came within {within:.0f} s.") from None
            if frame is None:
                code = self._connection.close_code or 1006  # RFC 6455, 7.1.5
                raise NoWayError(f"The gateway closed the connection with {code}.")
            if _says(decode(frame), wanted):
                return at

    def close(self) -> None:
        """Close the connection, and wait until nothing is left of it."""
        self._connection.close()
        self._reader.join()

    def _read(self) -> None:
        try:
            while True:
                frame = self._connection.recv(decode=False)
                self._arrived.put((time.perf_counter(), frame))
        except ConnectionClosed:
            self._arrived.put((time.perf_counter(), None))


def _says(frame: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    said = {**frame.get("data", {}), **frame}
    return all(said.get(name) == value for name, value in wanted.items())
