"""What the application would publish, straight to the broker."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Self

import pika
from pika.exceptions import ChannelClosedByBroker

from chatire.protocol import removals
from chatire.protocol.events import (
    DurableType,
    UserType,
    durable_event,
    encode,
    user_event,
)
from chatire.protocol.revocations import Revocation
from chatire.protocol.topology import CONTROL, USERS, user_routing_key


class Publisher:
    """Publishes with confirms, so that what comes next comes next."""

    def __init__(self, url: str) -> None:
        parameters = pika.URLParameters(url)
        parameters.heartbeat = 0
        self._connection = pika.BlockingConnection(parameters)
        self.channel = self._connection.channel()
        self.channel.confirm_delivery()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._connection.is_open:
            self._connection.close()

    def post(
        self, uri: str, seq: int, text: str = "", *, removed: Sequence[tuple[int, float]] = ()
    ) -> bytes:
        """Publish a message.posted and return its bytes; it may carry removals."""
        body = encode(
            durable_event(
                DurableType.MESSAGE_POSTED,
                uri,
                seq=seq,
                at=datetime.now(UTC),
                data={"seq": seq, "message": text},
            )
        )
        self._publish(uri, "", DurableType.MESSAGE_POSTED, body, removals.headers(removed))
        return body

    def tell(
        self, user: int, type: UserType, data: dict[str, Any], *, at: datetime | None = None
    ) -> None:
        """Publish a user event, of now or of an earlier moment."""
        body = encode(user_event(type, at=at or datetime.now(UTC), data=data))
        self._publish(USERS.name, user_routing_key(user), type, body)

    def revoke(self, revocation: Revocation) -> None:
        """Publish a revocation."""
        self._publish(CONTROL.name, "", revocation.type, revocation.encode())

    def _publish(
        self,
        exchange: str,
        key: str,
        type: str,
        body: bytes,
        headers: dict[str, str] | None = None,
    ) -> None:
        properties = pika.BasicProperties(
            type=str(type), content_type="application/json", delivery_mode=1, headers=headers
        )
        self.channel.basic_publish(exchange, key, body, properties)

    def has_exchange(self, name: str) -> bool:
        """Tell whether an exchange is there."""
        channel = self._connection.channel()
        try:
            channel.exchange_declare(name, passive=True)
        except ChannelClosedByBroker:
            return False
        channel.close()
        return True
