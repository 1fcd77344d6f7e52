"""``/api/chats/`` and ``/api/chats/<uri>/``."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from accounts.serializers import UserSerializer
from chat.actions.members import join
from chat.actions.sessions import create_session, update_session
from chat.models import ChatSession, Kind, Member
from chat.pagination import SessionPagination
from chat.serializers.members import JoinedSerializer, JoinSerializer, MemberSerializer
from chat.serializers.sessions import (
    CreatedSessionSerializer,
    CreateSessionSerializer,
    SessionSerializer,
    SessionWithMembersSerializer,
    UpdateSessionSerializer,
)
from chat.sessions import found_for, with_last_messages
from chat.views.base import ChatView, require_manager, validated


class SessionsView(ChatView):
    """My sessions."""

    @extend_schema(
        operation_id="listSessions",
        parameters=SessionPagination.parameters,
        responses=SessionPagination.page_of(SessionSerializer),
    )
    def get(self, request: Request) -> Response:
        """List my sessions, the most recently active first."""
        pages = SessionPagination()
        page = pages.paginate_queryset(found_for(self.user), request, view=self)
        return pages.get_paginated_response(
            SessionSerializer(with_last_messages(page or []), many=True).data
        )

    @extend_schema(
        operation_id="createSession",
        request=CreateSessionSerializer,
        responses={201: CreatedSessionSerializer},
    )
    def post(self, request: Request) -> Response:
        """Create a session that I own."""
        session = create_session(self.user, **validated(CreateSessionSerializer, request.data))
        (shown,) = with_last_messages(found_for(self.user).filter(pk=session.pk))
        return Response(CreatedSessionSerializer(shown).data, status=201)


class SessionView(ChatView):
    """One session."""

    @extend_schema(operation_id="getSession", responses=SessionWithMembersSerializer)
    def get(self, request: Request, uri: str) -> Response:
        """Return one of my sessions, with its members."""
        return Response(self._shown(uri))

    @extend_schema(
        operation_id="joinOrUpdateSession",
        request=PolymorphicProxySerializer(
            component_name="JoinOrUpdateSession",
            serializers=[JoinSerializer, UpdateSessionSerializer],
            resource_type_field_name=None,
        ),
        responses=PolymorphicProxySerializer(
            component_name="JoinedOrUpdatedSession",
            serializers=[JoinedSerializer, SessionWithMembersSerializer],
            resource_type_field_name=None,
        ),
    )
    def patch(self, request: Request, uri: str) -> Response:
        """Let somebody join, or change the session."""
        if isinstance(request.data, dict) and "username" in request.data:
            return self._join(uri, request.data)
        return self._update(uri, request.data)

    def _join(self, uri: str, data: dict[str, Any]) -> Response:
        username = validated(JoinSerializer, data)["username"].lower()
        if others := sorted(set(data) & {"title", "kind"}):
            sentence = "Somebody joins, or the session changes: not both in one call."
            raise ValidationError({name: [sentence] for name in others})
        if username == self.user.username:
            session, user = self._open_to_me(uri), self.user
        else:
            session = self.find(uri)
            require_manager(session)
            user = _invited(username)
        join(session, user)
        members = Member.objects.shown().filter(session=session)
        return Response(
            {
                "status": "SUCCESS",
                "message": f"{user.username} joined the chat",
                "user": UserSerializer(user).data,
                "members": MemberSerializer(members, many=True).data,
            }
        )

    def _open_to_me(self, uri: str) -> ChatSession:
        """Return the session, where it is open or I am in it already; else 404."""
        session = ChatSession.objects.filter(uri=uri).first()
        if session is None:
            raise Http404
        if session.kind != Kind.OPEN:
            return self.find(uri)
        return session

    def _update(self, uri: str, data: Any) -> Response:
        session = self.find(uri)
        changes = validated(UpdateSessionSerializer, data)
        require_manager(session)
        update_session(session, **changes)
        return Response(self._shown(uri))

    def _shown(self, uri: str) -> dict[str, Any]:
        session = self.find(uri, found_for(self.user))
        (shown,) = with_last_messages([session])
        shown.shown_members = Member.objects.shown().filter(session=session)  # type: ignore[attr-defined]
        return dict(SessionWithMembersSerializer(shown).data)


def _invited(username: str) -> User:
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise ValidationError({"username": ["There is no user of this name."]})
    return user
