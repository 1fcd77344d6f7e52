"""This process's one publisher, and whose it is after a fork."""

import atexit
import os
import threading
from functools import partial

from django.conf import settings

from chat.broker.connection import Publisher
from chat.signals import broker_returned

_publisher: Publisher | None = None
_lock = threading.Lock()


def publisher() -> Publisher:
    """Return this process's publisher; the first call starts it, so never before a fork."""
    global _publisher
    with _lock:
        if _publisher is None or not _publisher.is_alive:
            tell = partial(broker_returned.send, sender=Publisher)
            _publisher = Publisher(settings.AMQP_URL, on_return=tell)
        return _publisher


def close() -> None:
    """Close this process's publisher, if it has one."""
    global _publisher
    with _lock:
        leaving, _publisher = _publisher, None
    if leaving is not None:
        leaving.close()


def _forget() -> None:
    """In a forked child the parent's thread does not run, and the connection is the parent's."""
    global _publisher, _lock
    _publisher, _lock = None, threading.Lock()


os.register_at_fork(after_in_child=_forget)
atexit.register(close)
