"""What every view of the chat begins with: who asks, and which of his sessions."""

from typing import cast

from django.http import Http404
from rest_framework.exceptions import PermissionDenied
from rest_framework.views import APIView

from accounts.models import Device, User
from chat.models import ChatSession
from chat.models.chat_session import ChatSessionQuerySet
from chat.models.member import MANAGERS
from chatire.views import Conflict as Conflict
from chatire.views import query as query
from chatire.views import validated as validated


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
            found = ChatSession.objects.find(uri, member=self.user)
        else:
            found = sessions.filter(uri=uri).first()
        if found is None:
            raise Http404
        return found


def require_manager(session: ChatSession) -> None:
    """Raise 403 unless the member for whom ``session`` was found is owner or admin."""
    if session.role not in MANAGERS:  # type: ignore[attr-defined]
        raise PermissionDenied("Only the owner and admins may do this.")
