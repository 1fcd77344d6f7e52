"""What waits to be done, asked anew whenever Prometheus asks: events, and slow work."""

from collections.abc import Iterator
from typing import Any

from django.db import DatabaseError
from django.db.models import Count, Min
from django.utils import timezone
from kombu.exceptions import OperationalError
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from chat.models import ControlMessage, Event
from chatire.celery import app

TASK_QUEUES = ("celery", "django_notifs")

BROKER_WITHIN = 1.0
"""Seconds for the broker to let us in."""


class Waiting(Collector):
    """Tells of database and broker what they answer; of one that does not, that it is down."""

    def collect(self) -> Iterator[Metric]:
        """Return each number once."""
        yield from _of_database()
        yield from _of_broker()


def _of_database() -> Iterator[Metric]:
    try:
        events = Event.objects.filter(published_at=None).aggregate(
            count=Count("pk"), oldest=Min("at")
        )
        control_messages = ControlMessage.objects.count()
    except DatabaseError:
        yield _gauge("database_up", "Whether the database answers.", 0)
        return
    yield _gauge("database_up", "Whether the database answers.", 1)
    yield _gauge("events_unpublished", "Events that no broker has confirmed.", events["count"])
    yield _gauge(
        "events_unpublished_seconds",
        "The age of the oldest of them.",
        (timezone.now() - events["oldest"]).total_seconds() if events["oldest"] else 0,
    )
    yield _gauge(
        "control_messages_unpublished",
        "Joins, removals and sign-outs that no broker has confirmed.",
        control_messages,
    )


def _of_broker() -> Iterator[Metric]:
    lengths = task_queue_lengths()
    yield _gauge("broker_up", "Whether RabbitMQ lets us in.", lengths is not None)
    family = GaugeMetricFamily(
        "chatire_tasks_waiting", "Slow work that no worker has taken.", labels=["queue"]
    )
    for queue, length in (lengths or {}).items():
        family.add_metric([queue], length)
    yield family


def task_queue_lengths() -> dict[str, int] | None:
    """Return how many tasks wait in each queue that is there; None where no broker answers."""
    with app.connection_for_read(connect_timeout=BROKER_WITHIN) as broker:
        try:
            # Not connect(), which tries again after two seconds.
            broker.ensure_connection(max_retries=1, interval_start=0, interval_step=0)
            found = {queue: _length(broker, queue) for queue in TASK_QUEUES}
        except (OSError, OperationalError, *broker.connection_errors):
            return None
    return {queue: length for queue, length in found.items() if length is not None}


def _length(broker: Any, queue: str) -> int | None:
    try:
        with broker.channel() as channel:
            return int(channel.queue_declare(queue, passive=True).message_count)
    except broker.channel_errors:  # 404: no worker has ever been here
        return None


def _gauge(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(f"chatire_{name}", told, value=value)
