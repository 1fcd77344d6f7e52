"""The chat's paths, under ``/api/``."""

from django.urls import path, register_converter

from chat.views.events import EventsView
from chat.views.members import MemberView
from chat.views.messages import MessagesView, MessageView
from chat.views.notifications import NotificationsView, ReadNotificationsView
from chat.views.reading import ReadView
from chat.views.sessions import SessionsView, SessionView
from chat.views.sync import SyncView
from chat.views.tickets import TicketsView
from chatire.protocol.topology import is_session_uri


class UriConverter:
    """Lets through what has the form of a uri; the rest is not found."""

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        if not is_session_uri(value):
            raise ValueError
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(UriConverter, "uri")

urlpatterns = [
    path("chats/", SessionsView.as_view()),
    path("chats/<uri:uri>/", SessionView.as_view()),
    path("chats/<uri:uri>/members/<int:user_id>/", MemberView.as_view()),
    path("chats/<uri:uri>/messages/", MessagesView.as_view()),
    path("chats/<uri:uri>/messages/<int:message_id>/", MessageView.as_view()),
    path("chats/<uri:uri>/events/", EventsView.as_view()),
    path("chats/<uri:uri>/read/", ReadView.as_view()),
    path("notifications/", NotificationsView.as_view()),
    path("notifications/read/", ReadNotificationsView.as_view()),
    path("sync/", SyncView.as_view()),
    path("tickets/", TicketsView.as_view()),
]
