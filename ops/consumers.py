"""`python -m ops.consumers`: waits until a worker listens on the queue of slow work."""

import logging
import os
import sys
import time

import pika
from pika.exceptions import AMQPError, ChannelClosedByBroker

QUEUE = "celery"


def listens(connection: pika.BlockingConnection) -> bool:
    """Say whether somebody consumes from the queue; asking never makes it."""
    channel = connection.channel()
    try:
        asked = channel.queue_declare(QUEUE, passive=True)
    except ChannelClosedByBroker:  # 404: no worker has ever been here
        return False
    channel.close()
    return bool(asked.method.consumer_count)


def main() -> int:
    """Wait for as long as it takes: whoever started us ends us."""
    logging.getLogger("pika").setLevel(logging.CRITICAL)  # a broker that is not up yet is no news
    parameters = pika.URLParameters(os.environ["AMQP_URL"])
    while True:
        try:
            with pika.BlockingConnection(parameters) as connection:
                while not listens(connection):
                    connection.sleep(0.2)
                return 0
        except (AMQPError, OSError):
            time.sleep(0.2)


if __name__ == "__main__":
    sys.exit(main())
