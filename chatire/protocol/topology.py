"""The names of RabbitMQ's exchanges and the one way in which each is declared.

RabbitMQ answers 406 and closes the AMQP channel when an exchange is declared
again with other arguments, so the arguments stand here and nowhere else.

None of them is durable: an exchange holds no message, and whoever consumes
declares it again after a broker restart. None is auto-delete: closing one
connection that is bound to thousands of auto-delete exchanges stops the broker
for seconds, and declaring one races with its deletion.
"""

import re
from dataclasses import dataclass

_SESSION_URI = re.compile(r"[0-9a-f]{15}")


@dataclass(frozen=True, slots=True)
class Exchange:
    """One exchange: its ``name`` and its AMQP ``kind`` (fanout or direct)."""

    name: str
    kind: str

    def declaration(self) -> dict[str, str | bool]:
        """Return the keyword arguments of pika's ``exchange_declare``."""
        return {
            "exchange": self.name,
            "exchange_type": self.kind,
            "durable": False,
            "auto_delete": False,
        }


USERS = Exchange("chatire.users", "direct")
"""A user's own events and joins; the routing key is :func:`user_routing_key`."""

CONTROL = Exchange("chatire.control", "fanout")
"""Revocations, to every gateway worker."""

PRESENCE = Exchange("chatire.presence", "fanout")
"""Who is online, between gateway workers."""


def session_exchange(uri: str) -> Exchange:
    """Return the fanout exchange of the chat session ``uri``.

    Raises ValueError where ``uri`` is not a session's: a name that came from
    outside must never reach the broker's own exchanges.
    """
    if not is_session_uri(uri):
        raise ValueError(f"not a chat session's uri: {uri!r}")
    return Exchange(uri, "fanout")


def is_session_uri(text: str) -> bool:
    """Tell whether ``text`` has the form of a uri: 15 lowercase hex digits."""
    return _SESSION_URI.fullmatch(text) is not None


def user_routing_key(user_id: int) -> str:
    """Return the routing key of a user on :data:`USERS`."""
    return str(user_id)
