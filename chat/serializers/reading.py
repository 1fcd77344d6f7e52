"""What a member has read."""

from typing import Any

from rest_framework import serializers

from chat.serializers.fields import SeqField


class ReadSerializer(serializers.Serializer[Any]):
    """Up to where he has read."""

    seq = SeqField()


class ReadStateSerializer(serializers.Serializer[Any]):
    """Up to where he has read, and how much is left."""

    last_read_seq = serializers.IntegerField()
    unread_count = serializers.IntegerField()
