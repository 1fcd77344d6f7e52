"""Chat sessions, as their members see them."""

from typing import Any

from rest_framework import serializers

from accounts.serializers import UserSerializer
from chat.models import ChatSession, Kind, Role
from chat.models.chat_session import TITLE_LENGTH
from chat.serializers.fields import TextField, TimestampField
from chat.serializers.members import MemberSerializer
from chat.serializers.messages import MessageSerializer


class SharedSessionSerializer(serializers.Serializer[Any]):
    """What is the same for every member: the data of ``session.updated``."""

    uri = serializers.CharField(read_only=True)
    title = serializers.CharField(read_only=True)
    kind = serializers.ChoiceField(choices=Kind.choices, read_only=True)
    owner = UserSerializer(read_only=True)
    created_at = TimestampField()


class SessionSerializer(SharedSessionSerializer):
    """The contract's session object, of a session that ``chat.sessions`` has found for a user."""

    role = serializers.ChoiceField(choices=Role.choices, read_only=True)
    last_seq = serializers.IntegerField(read_only=True)
    last_read_seq = serializers.IntegerField(read_only=True)
    unread_count = serializers.IntegerField(read_only=True)
    member_count = serializers.IntegerField(read_only=True)
    last_message = MessageSerializer(read_only=True, allow_null=True)


class SessionWithMembersSerializer(SessionSerializer):
    """A session with its members, the owner first."""

    members = MemberSerializer(source="shown_members", many=True, read_only=True)


class CreatedSessionSerializer(SessionSerializer):
    """What creating a session answers."""

    status = serializers.SerializerMethodField()
    message = serializers.SerializerMethodField()

    def get_status(self, session: ChatSession) -> str:
        return "SUCCESS"

    def get_message(self, session: ChatSession) -> str:
        return "New chat session created"


class CreateSessionSerializer(serializers.Serializer[Any]):
    """What is sent to create a session."""

    title = TextField(max_length=TITLE_LENGTH, required=False, allow_blank=True)
    kind = serializers.ChoiceField(choices=Kind.choices, required=False)


class UpdateSessionSerializer(CreateSessionSerializer):
    """What is sent to change a session."""
