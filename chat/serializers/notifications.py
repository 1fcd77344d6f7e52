"""Notifications, as they are told and as they are listed."""

from typing import Any

from rest_framework import serializers

from chat.serializers.fields import SeqField, TextField, TimestampField


class ToldSerializer(serializers.Serializer[Any]):
    """The data of the event ``notification``."""

    id = serializers.IntegerField(read_only=True)
    kind = serializers.CharField(read_only=True)
    text = serializers.CharField(read_only=True)
    url = serializers.CharField(read_only=True)
    created_at = TimestampField()
    data = serializers.DictField(child=serializers.JSONField(), read_only=True)  # type: ignore[assignment]


class NotificationSerializer(ToldSerializer):
    """A notification in the list of its user."""

    read_at = TimestampField(allow_null=True)


class NotificationPageSerializer(serializers.Serializer[Any]):
    """A page of the list; ``unread_count`` is of all notifications."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = NotificationSerializer(many=True)
    unread_count = serializers.IntegerField()


class NotificationsQuerySerializer(serializers.Serializer[Any]):
    """Which notifications are asked for."""

    kind = TextField(required=False, help_text="Only this kind.")
    unread = serializers.BooleanField(default=False, help_text="Only what is not read yet.")


class ReadNotificationsSerializer(serializers.Serializer[Any]):
    """Up to which notification one has read, and of which kind; of every kind where none."""

    id = SeqField()
    kind = TextField(required=False)


class UnreadSerializer(serializers.Serializer[Any]):
    """How much is left."""

    unread_count = serializers.IntegerField()
