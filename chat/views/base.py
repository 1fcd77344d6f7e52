"""What every view of the chat begins with: who asks, and which of his sessions."""

from typing import Any, TypeVar, cast

from django.http import Http404
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, PermissionDenied
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.models import Device, User
from chat.models import ChatSession
from chat.models.chat_session import ChatSessionQuerySet
from chat.models.member import MANAGERS

S = TypeVar("S", bound=serializers.BaseSerializer[Any])


class Conflict(APIException):
    """What is asked does not fit the state that the thing is in."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"


class ChatView(APIView):
    @property
    def user(self) -> User:
        return cast(User, self.request.user)

    @property
    def device(self) -> Device:
        return cast(Device, self.request.auth)

    def find(self, uri: str, sessions: ChatSessionQuerySet | None = None) -> ChatSession:
        """Return the session of that uri; 404 where it does not exist for this user."""
        if sessions is None:
            sessions = ChatSession.objects.for_member(self.user)
        try:
            return sessions.get(uri=uri)
        except ChatSession.DoesNotExist:
            raise Http404 from None


def require_manager(session: ChatSession) -> None:
    """Raise 403 unless the member for whom ``session`` was found is owner or admin."""
    if session.role not in MANAGERS:  # type: ignore[attr-defined]
        raise PermissionDenied("Only the owner and admins may do this.")


def validated(kind: type[S], data: Any) -> dict[str, Any]:
    """Return what the serializer ``kind`` makes of ``data``; 400 where it refuses."""
    serializer = kind(data=data)
    serializer.is_valid(raise_exception=True)
    return cast(dict[str, Any], serializer.validated_data)


def query(request: Request) -> dict[str, str]:
    """Return the parameters of the address, the last of each name."""
    return request.query_params.dict()
