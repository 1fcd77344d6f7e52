"""What gateways say by themselves: who is online, and who is typing. All of it may be lost.

On a connection of its own: RabbitMQ stops reading from one that publishes while it
is short of memory, and the worker's acknowledgements and bindings must go on.
"""

from typing import Any

from websocket_server.link import Link, transient


class Announcements:
    """Published while the broker takes them, dropped while it does not."""

    def __init__(self, url: str, *, name: str) -> None:
        self._channel: Any = None
        self._is_blocked = False
        self._link = Link(url, name=name, on_open=self._on_open, on_lost=self._on_lost)

    def start(self) -> None:
        """Connect, and go on trying; returns at once."""
        self._link.start()

    def stop(self) -> None:
        """Stay away."""
        self._link.stop()

    def publish(self, exchange: str, type: str, body: bytes) -> None:
        """Say it to whoever listens on ``exchange``."""
        if self._channel is not None and self._channel.is_open and not self._is_blocked:
            self._channel.basic_publish(exchange, "", body, transient(type))

    def _on_open(self, connection: Any) -> None:
        self._is_blocked = False
        connection.add_on_connection_blocked_callback(lambda *_: self._block(is_blocked=True))
        connection.add_on_connection_unblocked_callback(lambda *_: self._block(is_blocked=False))
        self._open_channel(connection)
        self._link.settle()

    def _open_channel(self, connection: Any) -> None:
        def opened(channel: Any) -> None:
            self._channel = channel
            channel.add_on_close_callback(closed)

        def closed(_: Any, reason: BaseException) -> None:
            # 404: the last who listened has gone a moment ago.
            self._channel = None
            if connection.is_open:
                self._open_channel(connection)

        connection.channel(on_open_callback=opened)

    def _block(self, *, is_blocked: bool) -> None:
        self._is_blocked = is_blocked

    def _on_lost(self, _: BaseException | None) -> None:
        self._channel = None
