"""Items as economy.items finds them, and what is done with them on the market."""

from typing import Any

from rest_framework import serializers

from accounts.serializers import UserSerializer
from chat.serializers.fields import SeqField, TimestampField
from economy.items import ITEM_STATES
from economy.serializers.fields import PriceField


class AskSerializer(serializers.Serializer[Any]):
    """Somebody who would buy it."""

    id = serializers.IntegerField()
    user = UserSerializer()
    created_at = TimestampField()


class ItemSerializer(serializers.Serializer[Any]):
    """An item: withdrawn, offered, or asked for. ``price`` is null unless it is on offer.

    Its owner sees all ``asks``, everybody else his own. One without an owner is the bank's.
    """

    id = serializers.IntegerField(source="item.pk")
    kind = serializers.CharField(source="item.kind")
    name = serializers.CharField(source="item.name")
    owner = UserSerializer(source="item.owner", allow_null=True)
    mine = serializers.BooleanField()
    state = serializers.ChoiceField(choices=ITEM_STATES)
    price = serializers.IntegerField(allow_null=True)
    asks = AskSerializer(many=True)
    tradeable_at = TimestampField(source="item.tradeable_at")


class SoldSerializer(serializers.Serializer[Any]):
    """A sale that is done."""

    seller = UserSerializer()
    buyer = UserSerializer()
    price = serializers.IntegerField()
    ended_at = TimestampField()


class ItemWithSalesSerializer(ItemSerializer):
    """An item with its last sales, the newest first."""

    sales = SoldSerializer(many=True)


class ItemsQuerySerializer(serializers.Serializer[Any]):
    """Which items are asked for."""

    state = serializers.ChoiceField(choices=ITEM_STATES, required=False)
    mine = serializers.BooleanField(default=False, help_text="Only one's own.")


class OfferSerializer(serializers.Serializer[Any]):
    """At what price."""

    price = PriceField()


class ApproveSerializer(serializers.Serializer[Any]):
    """Whom of those who ask."""

    ask = SeqField(help_text="The id of the ask.")
