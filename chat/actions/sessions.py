"""Creates and changes chat sessions."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from chat import events
from chat.models import ChatSession, Kind, Member, Role
from chat.serializers.sessions import SharedSessionSerializer
from chat.sessions import session_object
from chatire.protocol.events import DurableType, UserType


@transaction.atomic
def create_session(owner: User, *, title: str = "", kind: str = Kind.OPEN) -> ChatSession:
    """Create a session that ``owner`` owns and is the one member of.

    Its log is empty: that he is there is how it begins, not what happened in it.
    """
    now = timezone.now()
    session = ChatSession.objects.create(
        owner=owner, title=title, kind=kind, created_at=now, active_at=now
    )
    Member.objects.create(session=session, user=owner, role=Role.OWNER, joined_at=now)
    # He may be connected already, on this device or on another.
    events.tell(owner, UserType.SESSION_ADDED, at=now, data=session_object(owner, session))
    return session


@transaction.atomic
def update_session(
    session: ChatSession, *, title: str | None = None, kind: str | None = None
) -> None:
    """Change what is given; what is not, or is the same already, stays and is no event."""
    now = timezone.now()
    current = ChatSession.objects.select_for_update(of=("self",)).select_related("owner")
    stored = current.get(pk=session.pk)
    wanted = {"title": title, "kind": kind}
    changes = {
        name: value
        for name, value in wanted.items()
        if value is not None and value != getattr(stored, name)
    }
    if not changes:
        return
    seq = stored.take_seq(now)
    ChatSession.objects.filter(pk=stored.pk).update(**changes)
    for name, value in changes.items():
        setattr(stored, name, value)
    data = SharedSessionSerializer(stored).data
    events.record(stored, DurableType.SESSION_UPDATED, seq=seq, at=now, data=data)
