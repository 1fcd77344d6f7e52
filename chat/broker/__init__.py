"""The application's way to RabbitMQ: the only package here that imports pika.

Nothing in it declares anything: an exchange that is not there means that nobody listens.
"""

from chat.broker.connection import DEADLINE, Publisher
from chat.broker.exchanges import delete_unused
from chat.broker.process import close, publisher

__all__ = ["DEADLINE", "Publisher", "close", "delete_unused", "publisher"]
