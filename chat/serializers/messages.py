"""Messages, as they are read and as they are posted."""

from typing import Any

from rest_framework import serializers

from accounts.serializers import UserSerializer
from chat.models import Message
from chat.models.message import MESSAGE_LENGTH
from chat.serializers.fields import (
    LimitField,
    SeqParameter,
    TextField,
    TimestampField,
    UUIDTextField,
)
from chatire.protocol.events import timestamp

# Spaces round a message are kept as typed, but nobody stores a megabyte of them.
TYPED_LENGTH = 4 * MESSAGE_LENGTH

DEFAULT_LIMIT = 50
MAX_LIMIT = 200

_USER = UserSerializer()


class MessageSerializer(serializers.Serializer[Any]):
    """The contract's message object."""

    id = serializers.IntegerField(read_only=True)
    seq = serializers.IntegerField(read_only=True)
    user = UserSerializer(read_only=True)
    message = serializers.CharField(read_only=True)
    created_at = TimestampField()
    edited_at = TimestampField(allow_null=True)
    deleted_at = TimestampField(allow_null=True)
    client_message_id = serializers.UUIDField(read_only=True, allow_null=True)
    reply_to = serializers.SerializerMethodField()
    thread_root = serializers.SerializerMethodField()
    reply_count = serializers.SerializerMethodField()
    reactions = serializers.SerializerMethodField()
    attachments = serializers.SerializerMethodField()

    def to_representation(self, message: Message) -> dict[str, Any]:
        """Return the message object. By hand, because every event has one, and DRF takes ten times
        longer for it; the fields tell the OpenAPI document the same.
        """
        client_message_id = message.client_message_id
        return {
            "id": message.pk,
            "seq": message.seq,
            "user": _USER.to_representation(message.user),
            "message": message.message,
            "created_at": timestamp(message.created_at),
            "edited_at": message.edited_at and timestamp(message.edited_at),
            "deleted_at": message.deleted_at and timestamp(message.deleted_at),
            "client_message_id": client_message_id and str(client_message_id),
            "reply_to": None,
            "thread_root": None,
            "reply_count": 0,
            "reactions": [],
            "attachments": [],
        }

    # Replies, threads, reactions and attachments: present, and empty.

    def get_reply_to(self, message: Message) -> int | None:
        return None

    def get_thread_root(self, message: Message) -> int | None:
        return None

    def get_reply_count(self, message: Message) -> int:
        return 0

    def get_reactions(self, message: Message) -> list[dict[str, Any]]:
        return []

    def get_attachments(self, message: Message) -> list[dict[str, Any]]:
        return []


class PostSerializer(serializers.Serializer[Any]):
    """What is sent to post a message."""

    message = TextField(trim_whitespace=False, allow_blank=True, max_length=TYPED_LENGTH)
    client_message_id = UUIDTextField(required=False, allow_null=True, default=None)
    reply_to = serializers.IntegerField(required=False, allow_null=True, default=None)

    def validate_message(self, text: str) -> str:
        length = len(text.strip())
        if length == 0:
            raise serializers.ValidationError("A message may not be empty.", code="blank")
        if length > MESSAGE_LENGTH:
            raise serializers.ValidationError(
                f"A message has at most {MESSAGE_LENGTH} characters.", code="max_length"
            )
        return text

    def validate_reply_to(self, message_id: int | None) -> None:
        if message_id is not None:
            raise serializers.ValidationError("Replies are not offered.")


class PostedSerializer(MessageSerializer):
    """What posting answers."""

    status = serializers.SerializerMethodField()
    uri = serializers.CharField(source="session.uri", read_only=True)

    def to_representation(self, message: Message) -> dict[str, Any]:
        """Return the message object with what these fields add."""
        added = {"status": self.get_status(message), "uri": message.session.uri}
        return {**super().to_representation(message), **added}

    def get_status(self, message: Message) -> str:
        return "SUCCESS"


class HistoryQuerySerializer(serializers.Serializer[Any]):
    """Which part of the history is asked for."""

    before = SeqParameter(required=False)
    after = SeqParameter(required=False)
    around = SeqParameter(required=False)
    limit = LimitField(most=MAX_LIMIT, default=DEFAULT_LIMIT)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        given = [name for name in ("before", "after", "around") if name in attrs]
        if len(given) > 1:
            raise serializers.ValidationError(
                dict.fromkeys(given, "Give at most one of before, after and around.")
            )
        return attrs


class HistorySerializer(serializers.Serializer[Any]):
    """A part of a session's history, the oldest first."""

    id = serializers.IntegerField()
    uri = serializers.CharField()
    messages = MessageSerializer(many=True)
    has_more = serializers.BooleanField()
