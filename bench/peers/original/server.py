"""The design that Chatire began with: a pika connection, a queue and a greenlet for each client.

https://danidee10.github.io/2018/03/15/realtime-django-5.html, written anew: pika's present calls,
and a client that has gone ends its request instead of the process.
"""

import os
from collections.abc import Callable, Iterable
from typing import Any

import pika
import uwsgi

KEEP_ALIVE = 30
"""Seconds."""


def application(env: dict[str, Any], _start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Relay what comes to the exchange that the path names."""
    connection = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))
    try:
        relay(connection, env["PATH_INFO"].strip("/"), env["HTTP_SEC_WEBSOCKET_KEY"])
    except OSError:
        pass  # The client has gone.
    finally:
        connection.close()
    return []


def relay(connection: pika.BlockingConnection, exchange: str, key: str) -> None:
    """Shake hands once the queue is bound, and relay until the client goes: OSError."""
    channel = connection.channel()
    channel.exchange_declare(exchange, "fanout")
    queue = channel.queue_declare("", exclusive=True).method.queue
    channel.queue_bind(queue, exchange)
    uwsgi.websocket_handshake(key)
    # Without activity for so long, pongs are sent and an end is noticed.
    for delivery, _, body in channel.consume(queue, inactivity_timeout=KEEP_ALIVE):
        if delivery is None:
            uwsgi.websocket_recv_nb()
            continue
        uwsgi.websocket_send(body)
        assert delivery.delivery_tag is not None
        channel.basic_ack(delivery.delivery_tag)
