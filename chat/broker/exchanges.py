"""The exchanges that nobody is bound to any more."""

import logging
from collections.abc import Iterable

import pika
from django.conf import settings
from pika.exceptions import AMQPError, ChannelClosedByBroker

from chat.broker.parameters import parameters
from chatire.protocol.topology import session_exchange

logger = logging.getLogger(__name__)

_PRECONDITION_FAILED = 406


def delete_unused(uris: Iterable[str]) -> int:
    """Delete the exchanges of ``uris`` that no queue is bound to; return how many are in use.

    One that does not exist is deleted as well as any. On a connection of its
    own: RabbitMQ closes the AMQP channel for each that is in use.
    """
    in_use = 0
    try:
        with pika.BlockingConnection(parameters(settings.AMQP_URL)) as connection:
            channel = connection.channel()
            for uri in uris:
                try:
                    channel.exchange_delete(session_exchange(uri).name, if_unused=True)
                except ChannelClosedByBroker as error:
                    if error.reply_code != _PRECONDITION_FAILED:
                        raise
                    in_use += 1
                    channel = connection.channel()
    except (AMQPError, OSError) as error:
        # The next run comes in a minute, and the publisher has said it already.
        logger.info("Exchanges were not cleaned up: %r", error)
    return in_use
