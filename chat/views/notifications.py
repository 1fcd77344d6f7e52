"""``/api/notifications/``: what I was told, and what of it I have read."""

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from chat.actions.notifications import mark_read
from chat.models import Notification
from chat.pagination import NotificationPagination
from chat.serializers.notifications import (
    NotificationPageSerializer,
    NotificationSerializer,
    NotificationsQuerySerializer,
    ReadNotificationsSerializer,
    UnreadSerializer,
)
from chat.views.base import ChatView, query, validated


class NotificationsView(ChatView):
    """My notifications."""

    @extend_schema(
        operation_id="listNotifications",
        parameters=[*NotificationPagination.parameters, NotificationsQuerySerializer],
        responses=NotificationPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """List what I was told, the newest first, and how much of all of it is unread."""
        asked = validated(NotificationsQuerySerializer, query(request))
        found = Notification.objects.filter(user=self.user)
        if "kind" in asked:
            found = found.filter(kind=asked["kind"])
        if asked["unread"]:
            found = found.filter(read_at=None)
        pages = NotificationPagination()
        page = pages.paginate_queryset(found, request, view=self) or []
        answer = pages.get_paginated_response(NotificationSerializer(page, many=True).data)
        answer.data["unread_count"] = unread_count(self)
        return answer


class ReadNotificationsView(ChatView):
    """Which of my notifications I have read."""

    @extend_schema(
        operation_id="markNotificationsRead",
        request=ReadNotificationsSerializer,
        responses={200: UnreadSerializer},
    )
    def post(self, request: Request) -> Response:
        """Note that I have read one notification and all before it."""
        asked = validated(ReadNotificationsSerializer, request.data)
        try:
            mark_read(self.user, up_to=asked["id"], kind=asked.get("kind"))
        except Notification.DoesNotExist:
            raise ValidationError({"id": ["You have no notification of that id."]}) from None
        return Response({"unread_count": unread_count(self)})


def unread_count(view: ChatView) -> int:
    return Notification.objects.filter(user=view.user, read_at=None).count()
