"""Lets users into a chat session and out of it."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.serializers import UserSerializer
from chat import events
from chat.errors import NotAMemberError, OwnerStaysError
from chat.models import ChatSession, Member, Removal, Role
from chat.serializers.members import MemberSerializer
from chat.sessions import session_object
from chatire.protocol.events import DurableType, UserType
from chatire.protocol.revocations import Revocation, RevocationType


@transaction.atomic
def join(session: ChatSession, user: User) -> bool:
    """Make ``user`` a member; False, and no event, where he is one already."""
    # The lock comes first: of two that join at once, the second finds the first. Then the time: the
    # gateway tells by it which came last, a member's joining or his leaving.
    stored = ChatSession.objects.select_for_update().get(pk=session.pk)
    now = timezone.now()
    if Member.objects.filter(session=stored, user=user).exists():
        return False
    seq = stored.take_seq(now)
    # What was said before is history to him, not unread.
    Removal.objects.filter(session=stored, user=user).delete()
    member = Member.objects.create(session=stored, user=user, joined_at=now, last_read_seq=seq)
    events.tell(user, UserType.SESSION_ADDED, at=now, data=session_object(user, stored))
    data = MemberSerializer(member).data
    events.record(stored, DurableType.MEMBER_JOINED, seq=seq, at=now, data=data)
    return True


@transaction.atomic
def leave(session: ChatSession, user: User, *, by: User) -> None:
    """End the membership of ``user``, who leaves or whom ``by`` removes.

    Raises NotAMemberError, and OwnerStaysError.
    """
    stored = ChatSession.objects.select_for_update().get(pk=session.pk)
    now = timezone.now()
    member = Member.objects.select_related("user").filter(session=stored, user=user).first()
    if member is None:
        raise NotAMemberError
    if member.role == Role.OWNER:
        raise OwnerStaysError
    data = {**MemberSerializer(member).data, "by": dict(UserSerializer(by).data)}
    member.delete()
    Removal.objects.update_or_create(session=stored, user=user, defaults={"at": now.timestamp()})
    ChatSession.objects.filter(pk=stored.pk).update(removed_at=now)
    # The revocation goes first: who is told that he left hears nothing after it.
    events.revoke(
        Revocation(
            type=RevocationType.MEMBERSHIP,
            user=user.pk,
            at=now.timestamp(),
            session=stored.uri,
            reason="left" if by == user else "removed",
        ),
        at=now,
    )
    seq = stored.take_seq(now)
    events.record(stored, DurableType.MEMBER_LEFT, seq=seq, at=now, data=data)
