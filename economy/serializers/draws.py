"""Draws as economy.draws finds them, with all that is needed to check them."""

from typing import Any

from rest_framework import serializers

from accounts.serializers import UserSerializer
from chat.serializers.fields import TimestampField


class PlaceSerializer(serializers.Serializer[Any]):
    """Where a draw's seed stands in its chain: the first is at 1, the anchor would be at 0."""

    number = serializers.IntegerField(source="chain.pk")
    anchor = serializers.CharField(source="chain.anchor")
    length = serializers.IntegerField(source="chain.length")
    position = serializers.IntegerField()


class WinnerSerializer(serializers.Serializer[Any]):
    """``user`` is null unless the winner wants to be named, or is oneself."""

    pseudonym = serializers.CharField()
    user = UserSerializer(allow_null=True)


class DrawSerializer(serializers.Serializer[Any]):
    """A draw: closed with its list, settled once its seed is revealed.

    ``previous_seed`` is what the seed's hash must be. ``mine`` is one's own pseudonym, null where
    one does not take part, or where the list is forgotten.
    """

    number = serializers.IntegerField(source="draw.number")
    period = TimestampField(source="draw.period")
    ends_at = TimestampField(source="draw.ends_at")
    state = serializers.ChoiceField(choices=["closed", "settled"])
    entrant_count = serializers.IntegerField(source="draw.entrant_count")
    entrants_hash = serializers.CharField(source="draw.entrants_hash")
    chain = PlaceSerializer(source="draw")
    previous_seed = serializers.CharField(allow_null=True)
    seed = serializers.CharField(allow_null=True)
    winner = WinnerSerializer(allow_null=True)
    prize = serializers.IntegerField(source="draw.prize")
    mine = serializers.CharField(allow_null=True)
    closed_at = TimestampField(source="draw.closed_at")
    settled_at = TimestampField(source="draw.settled_at", allow_null=True)


class DrawWithEntrantsSerializer(DrawSerializer):
    """A draw with its list, in the order in which it is hashed; null where it is forgotten."""

    entrants = serializers.ListField(child=serializers.CharField(), allow_null=True)
