"""One's own part of the economy."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from chat.serializers.fields import TimestampField
from chatire.protocol.events import timestamp
from economy.models import Entry, Preference, TransferKind, Wallet
from economy.serializers.fields import SwitchField


class WalletSerializer(serializers.Serializer[Any]):
    """``held`` of the coins cannot be spent until ``held_until``, null once they can."""

    balance = serializers.IntegerField(read_only=True)
    held = serializers.SerializerMethodField()
    held_until = serializers.SerializerMethodField()
    version = serializers.IntegerField(read_only=True)

    def get_held(self, wallet: Wallet) -> int:
        return wallet.held_at(timezone.now())

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_held_until(self, wallet: Wallet) -> str | None:
        until = wallet.held_until
        return timestamp(until) if until and wallet.held_at(timezone.now()) else None


class PreferencesSerializer(serializers.Serializer[Preference]):
    """Whether a win pops up, and whether one is named among the winners."""

    pop_ups = SwitchField(required=False)
    show_name = SwitchField(required=False)


class ShownPreferencesSerializer(serializers.Serializer[Preference]):
    """Both of them."""

    pop_ups = serializers.BooleanField()
    show_name = serializers.BooleanField()


class AnchorSerializer(serializers.Serializer[Any]):
    """A chain of seeds: its end, published before its first draw."""

    number = serializers.IntegerField(source="pk")
    anchor = serializers.CharField()
    length = serializers.IntegerField()
    created_at = TimestampField()


class EconomySerializer(serializers.Serializer[Any]):
    """What a page begins with.

    ``next_draw_at`` is null and ``period`` too while the lottery is switched off; ``period`` is in
    seconds. ``chain`` is null until the lottery has run once. ``eligible`` is who may win: ``all``
    people, or those who were here within a ``day``.
    """

    wallet = WalletSerializer()
    preferences = ShownPreferencesSerializer()
    prize = serializers.IntegerField()
    eligible = serializers.ChoiceField(choices=["all", "day"])
    next_draw_at = TimestampField(allow_null=True)
    server_time = TimestampField()
    period = serializers.FloatField(allow_null=True)
    anchor = serializers.CharField(allow_null=True)
    chain = AnchorSerializer(allow_null=True)


class EntrySerializer(serializers.Serializer[Any]):
    """An entry of one's own wallet: coins that came, or went where ``amount`` is negative."""

    id = serializers.IntegerField(read_only=True)
    kind = serializers.ChoiceField(
        source="transfer.kind", choices=TransferKind.choices, read_only=True
    )
    text = serializers.SerializerMethodField()
    amount = serializers.IntegerField(read_only=True)
    balance_after = serializers.IntegerField(read_only=True)
    created_at = TimestampField()
    reference = serializers.CharField(source="transfer.reference", read_only=True)

    def get_text(self, entry: Entry) -> str:
        return reason(entry)


def reason(entry: Entry) -> str:
    """Return why the coins of ``entry``, a user's, moved."""
    transfer = entry.transfer
    if transfer.kind == TransferKind.OPENING:
        return "Opening coins"
    if transfer.kind == TransferKind.LOTTERY:
        return f"Prize of draw {transfer.reference.partition(':')[2]}"
    return f"{'Bought' if entry.amount < 0 else 'Sold'}: {transfer.memo}"
