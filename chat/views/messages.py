"""``/api/chats/<uri>/messages/`` and one message of it."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

from accounts.throttles import PostThrottle
from chat.actions.messages import post_message
from chat.errors import NotAMemberError
from chat.history import history
from chat.models import Message
from chat.serializers.fields import MAX_SEQ
from chat.serializers.messages import (
    HistoryQuerySerializer,
    HistorySerializer,
    MessageSerializer,
    PostedSerializer,
    PostSerializer,
)
from chat.views.base import ChatView, query, validated


class MessagesView(ChatView):
    """The messages of one of my sessions."""

    def get_throttles(self) -> list[BaseThrottle]:
        return [PostThrottle()] if self.request.method == "POST" else []

    @extend_schema(
        operation_id="listMessages",
        parameters=[HistoryQuerySerializer],
        responses=HistorySerializer,
    )
    def get(self, request: Request, uri: str) -> Response:
        """List messages, the oldest first: the newest ones, or those next to a place."""
        session = self.find(uri)
        part = history(session, **validated(HistoryQuerySerializer, query(request)))
        return Response(
            {
                "id": session.pk,
                "uri": session.uri,
                "messages": MessageSerializer(part.messages, many=True).data,
                "has_more": part.has_more,
            }
        )

    @extend_schema(
        operation_id="postMessage",
        request=PostSerializer,
        responses={201: PostedSerializer, 200: PostedSerializer},
    )
    def post(self, request: Request, uri: str) -> Response:
        """Post a message; the same `client_message_id` again answers 200 and the first one."""
        session = self.find(uri)
        data = validated(PostSerializer, request.data)
        try:
            message, is_new = post_message(
                session,
                self.user,
                text=data["message"],
                client_message_id=data["client_message_id"],
            )
        except NotAMemberError:
            raise Http404 from None
        return Response(PostedSerializer(message).data, status=201 if is_new else 200)


class MessageView(ChatView):
    """One message of one of my sessions."""

    @extend_schema(operation_id="getMessage", responses=MessageSerializer)
    def get(self, request: Request, uri: str, message_id: int) -> Response:
        """Return one message."""
        session = self.find(uri)
        messages = Message.objects.select_related("user").filter(session=session)
        message = messages.filter(pk=message_id).first() if message_id <= MAX_SEQ else None
        if message is None:
            raise Http404
        return Response(MessageSerializer(message).data)
