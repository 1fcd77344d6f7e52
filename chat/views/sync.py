"""``/api/sync/``."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from chat import log
from chat.models import ChatSession
from chat.serializers.events import DEFAULT_LIMIT, render
from chat.serializers.sessions import SessionSerializer
from chat.serializers.sync import SyncedSerializer, SyncSerializer
from chat.sessions import found_for, with_last_messages
from chat.views.base import ChatView, validated

IN_ALL = 2000
"""Events in one answer; a session that has no room in it says ``has_more``."""


class SyncView(ChatView):
    """All that I have missed."""

    @extend_schema(operation_id="sync", request=SyncSerializer, responses={200: SyncedSerializer})
    def post(self, request: Request) -> Response:
        """Return what followed each place that the client knows, and what it does not know."""
        places = validated(SyncSerializer, request.data)["sessions"]
        mine = ChatSession.objects.of_member(self.user)
        known = {session: places[session.uri] for session in mine if session.uri in places}
        new = [session.pk for session in mine if session.uri not in places]
        parts = log.read_many(known, limit=DEFAULT_LIMIT, in_all=IN_ALL)
        return Response(
            {
                "sessions": {session.uri: _shown(session, part) for session, part in parts.items()},
                "removed": sorted(set(places) - {session.uri for session in known}),
                "added": self._added(new),
            }
        )

    def _added(self, new: list[int]) -> Any:
        if not new:
            return []
        sessions = found_for(self.user).filter(pk__in=new).order_by("-active_at")
        return SessionSerializer(with_last_messages(sessions), many=True).data


def _shown(session: ChatSession, part: log.Part | None) -> dict[str, Any]:
    if part is None:
        return {"reset": True, "last_seq": session.last_seq}
    return {
        "events": [render(event) for event in part.events],
        "last_seq": part.last_seq,
        "has_more": part.has_more,
    }
