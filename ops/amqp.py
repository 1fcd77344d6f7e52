"""Whether the broker of an AMQP_URL is up."""

from urllib.parse import urlsplit

from ops.rabbitmq import answers


def broker_answers(url: str) -> bool:
    """Say whether a broker greets at `url`; over TLS, whether its port is open is for others."""
    parts = urlsplit(url)
    return parts.scheme == "amqps" or answers(parts.port or 5672, parts.hostname or "localhost")
