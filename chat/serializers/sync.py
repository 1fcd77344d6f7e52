"""All that a client has missed, in one round trip."""

from typing import Any

from rest_framework import serializers

from chat.serializers.events import EventSerializer
from chat.serializers.fields import SeqField
from chat.serializers.sessions import SessionSerializer
from chatire.protocol.topology import is_session_uri

MAX_SESSIONS = 5000


class SyncSerializer(serializers.Serializer[Any]):
    """Which sessions a client knows, and up to which place of each log."""

    sessions = serializers.DictField(child=SeqField())

    def validate_sessions(self, places: dict[str, int]) -> dict[str, int]:
        if len(places) > MAX_SESSIONS:
            raise serializers.ValidationError(f"At most {MAX_SESSIONS} sessions.")
        if not all(map(is_session_uri, places)):
            raise serializers.ValidationError("A key is not the uri of a session.")
        return places


class SyncedSessionSerializer(serializers.Serializer[Any]):
    """What a client has missed in one session, or that it must reload it."""

    events = EventSerializer(many=True, required=False)
    has_more = serializers.BooleanField(required=False)
    reset = serializers.BooleanField(required=False)
    last_seq = serializers.IntegerField()


class SyncedSerializer(serializers.Serializer[Any]):
    """What a client has missed in all its sessions."""

    sessions = serializers.DictField(child=SyncedSessionSerializer())
    removed = serializers.ListField(child=serializers.CharField())
    added = SessionSerializer(many=True)
