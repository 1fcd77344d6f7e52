"""Tickets for the gateway."""

from typing import Any

from rest_framework import serializers

from chat.serializers.fields import TextField


class TicketRequestSerializer(serializers.Serializer[Any]):
    """For which session; for all of mine where there is none."""

    uri = TextField(required=False)


class TicketSerializer(serializers.Serializer[Any]):
    """Tickets, for how many seconds they are good, and where to go with them."""

    ticket = serializers.CharField()
    more = serializers.ListField(child=serializers.CharField())
    expires_in = serializers.IntegerField()
    path = serializers.CharField()
