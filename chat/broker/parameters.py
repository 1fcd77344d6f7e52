"""How the application connects to RabbitMQ."""

import os

import pika

from chat.circuit import RETRY


def parameters(url: str) -> pika.URLParameters:
    """Return how to connect: no wait of pika's own is longer than a probe's interval."""
    found = pika.URLParameters(url)
    found.heartbeat = 30
    found.socket_timeout = RETRY
    found.stack_timeout = RETRY
    found.connection_attempts = 1
    # A blocked connection is kept, see chat.broker.connection (pika would close it).
    found.blocked_connection_timeout = None
    found.client_properties = {"connection_name": f"chatire application {os.getpid()}"}
    return found
