"""A control message: what gateways must be told, until the broker has confirmed it."""

from django.db import models
from django.utils import timezone


class ControlMessage(models.Model):
    """A row of the outbox to the gateways' control queues; deleted once published."""

    exchange = models.CharField(max_length=64)
    routing_key = models.CharField(max_length=64, blank=True)
    type = models.CharField(max_length=32)
    body = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.type} {self.routing_key}"
