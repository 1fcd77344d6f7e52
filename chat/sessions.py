"""Finds session objects: what one user sees of the sessions that he is in.

In a number of queries that does not grow with the sessions.
"""

from collections.abc import Iterable
from typing import Any, cast

from accounts.models import User
from chat.models import ChatSession, Message
from chat.models.chat_session import ChatSessionQuerySet
from chat.serializers.sessions import SessionSerializer


def found_for(user: User) -> ChatSessionQuerySet:
    """Return the sessions of ``user`` with all that a session object shows but the last message."""
    return ChatSession.objects.for_member(user).with_counts(user)


def with_last_messages(sessions: Iterable[ChatSession]) -> list[ChatSession]:
    """Give each of ``sessions`` (see ``found_for``) its ``last_message``, in one query for all."""
    found: list[Any] = list(sessions)
    wanted = {session.last_message_id for session in found} - {None}
    messages = Message.objects.select_related("user").in_bulk(wanted) if wanted else {}
    for session in found:
        session.last_message = messages.get(session.last_message_id)
    return cast(list[ChatSession], found)


def session_object(user: User, session: ChatSession) -> dict[str, Any]:
    """Return the session object of ``session`` as its member ``user`` sees it now."""
    (shown,) = with_last_messages(found_for(user).filter(pk=session.pk))
    return dict(SessionSerializer(shown).data)
