"""What a test does to a stack's broker, and asks of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.live.stack import Stack


@contextmanager
def broker_paused(stack: Stack) -> Iterator[None]:
    """Freeze RabbitMQ during the block: connections stay, and nothing answers."""
    broker = stack.parts["broker"]
    broker.pause()
    try:
        yield
    finally:
        broker.resume()


@contextmanager
def broker_down(stack: Stack) -> Iterator[None]:
    """Shut RabbitMQ down for the block; after it, start it and wait for all that need it."""
    stack.stop_broker()
    try:
        yield
    finally:
        stack.start_broker()
        stack.wait_until_ready()
