"""Publishes what waited for the broker, in the process to which it answers again.

Celery's sweeper would do it as well. But Celery has lost the broker too, and
comes back to it after up to half a minute; this process knows now.
"""

import threading
from datetime import timedelta
from typing import Any

from django.db import connections
from django.dispatch import receiver
from django.utils import timezone

from chat import broker
from chat.signals import broker_returned
from chat.sweeping import sweep


@receiver(broker_returned)
def publish_backlog(**kwargs: Any) -> None:
    """Sweep in a thread of its own: the publisher's, which tells, has to do the publishing."""
    threading.Thread(target=_publish, name="backlog", daemon=True).start()


def _publish() -> None:
    try:
        # However young: who found the broker away a moment ago has given up on it.
        sweep(broker.publisher(), now=timezone.now(), grace=timedelta(0))
    finally:
        connections.close_all()
