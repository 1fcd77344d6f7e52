"""``/api/chats/<uri>/events/``."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from chat import log
from chat.serializers.events import GoneSerializer, LogQuerySerializer, LogSerializer, render
from chat.views.base import ChatView, query, validated


class EventsView(ChatView):
    """The log of one of my sessions."""

    @extend_schema(
        operation_id="listEvents",
        parameters=[LogQuerySerializer],
        responses={200: LogSerializer, 410: GoneSerializer},
    )
    def get(self, request: Request, uri: str) -> Response:
        """List what happened after a place; 410 where that is not kept: reload."""
        session = self.find(uri)
        place = validated(LogQuerySerializer, query(request))
        try:
            part = log.read(session, after=place["after"], limit=place["limit"])
        except log.LogGoneError:
            detail = "This place of the log is gone: reload."
            return Response({"detail": detail, "last_seq": session.last_seq}, status=410)
        return Response(
            {
                "uri": session.uri,
                "events": [render(event) for event in part.events],
                "last_seq": part.last_seq,
                "has_more": part.has_more,
            }
        )
