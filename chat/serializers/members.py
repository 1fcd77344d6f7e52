"""Members, and joining."""

from typing import Any

from rest_framework import serializers

from accounts.serializers import UserSerializer
from chat.models import Role
from chat.serializers.fields import TextField, TimestampField


class MemberSerializer(serializers.Serializer[Any]):
    """The contract's member object: a user's fields, his role, and since when."""

    id = serializers.IntegerField(source="user.id", read_only=True)
    username = serializers.CharField(source="user.username", read_only=True)
    first_name = serializers.CharField(source="user.first_name", read_only=True)
    last_name = serializers.CharField(source="user.last_name", read_only=True)
    role = serializers.ChoiceField(choices=Role.choices, read_only=True)
    joined_at = TimestampField()


class JoinSerializer(serializers.Serializer[Any]):
    """Who is to join."""

    username = TextField(max_length=150)


class JoinedSerializer(serializers.Serializer[Any]):
    """What joining answers."""

    status = serializers.CharField()
    message = serializers.CharField()
    user = UserSerializer()
    members = MemberSerializer(many=True)
