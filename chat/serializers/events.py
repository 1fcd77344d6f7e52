"""The log of a session."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from chat.models import Event, Message
from chat.serializers.fields import LimitField, SeqParameter
from chat.serializers.messages import MessageSerializer
from chatire.protocol.events import DurableType, durable_event

DEFAULT_LIMIT = 100
MAX_LIMIT = 200

_MESSAGE = MessageSerializer()


def render(event: Event) -> dict[str, Any]:
    """Return the event as clients see it."""
    return durable_event(
        DurableType(event.type),
        event.session.uri,
        seq=event.seq,
        at=event.at,
        data=shown(event.message, event.data),
    )


def shown(message: Message | None, data: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Return the data of an event that has either of them.

    One about a message shows the message as it is now, so that what was edited
    away or deleted cannot be read out of the log.
    """
    return _MESSAGE.to_representation(message) if message else data or {}


class EventSerializer(serializers.Serializer[Any]):
    """A durable event; what ``data`` is depends on ``type``."""

    type = serializers.ChoiceField(choices=[(str(name), str(name)) for name in DurableType])
    session = serializers.CharField()
    seq = serializers.IntegerField()
    at = serializers.DateTimeField()
    data = serializers.DictField(child=serializers.JSONField())  # type: ignore[assignment]


class LogQuerySerializer(serializers.Serializer[Any]):
    """Which part of the log is asked for."""

    after = SeqParameter(default=0)
    limit = LimitField(most=MAX_LIMIT, default=DEFAULT_LIMIT)


class LogSerializer(serializers.Serializer[Any]):
    """A part of the log, the oldest first."""

    uri = serializers.CharField()
    events = EventSerializer(many=True)
    last_seq = serializers.IntegerField()
    has_more = serializers.BooleanField()


class GoneSerializer(serializers.Serializer[Any]):
    """The answer 410: reload, and go on from ``last_seq``."""

    detail = serializers.CharField()
    last_seq = serializers.IntegerField()
