"""Moves a member's place in what he has read."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.serializers import UserSerializer
from chat import events
from chat.errors import BeyondTheLogError
from chat.models import ChatSession, Member
from chatire.protocol.events import EphemeralType


@transaction.atomic
def mark_read(session: ChatSession, user: User, *, seq: int) -> None:
    """Note that ``user`` has read up to ``seq``; a place before the noted one changes nothing.

    Raises BeyondTheLogError.
    """
    if not ChatSession.objects.filter(pk=session.pk, last_seq__gte=seq).exists():
        raise BeyondTheLogError
    behind = Member.objects.filter(session=session, user=user, last_read_seq__lt=seq)
    if behind.update(last_read_seq=seq):
        data = {"user": dict(UserSerializer(user).data), "last_read_seq": seq}
        events.announce(session, EphemeralType.READ, at=timezone.now(), data=data)
