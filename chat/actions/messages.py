"""Posts messages."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from chat import events
from chat.errors import NotAMemberError
from chat.models import ChatSession, Message
from chatire.protocol.events import DurableType


def post_message(
    session: ChatSession, user: User, *, text: str, client_message_id: UUID | None = None
) -> tuple[Message, bool]:
    """Post ``text`` and return the message, and whether it is new.

    A ``client_message_id`` that ``user`` has used in ``session`` before finds
    the first message instead. The database's constraint decides that, so that
    two tries at the same moment make one message too.

    Raises NotAMemberError where ``user`` was removed in the meantime.
    """
    try:
        return _post(session, user, text=text, client_message_id=client_message_id), True
    except IntegrityError:
        first = Message.objects.select_related("user", "session").filter(
            session=session, user=user, client_message_id=client_message_id
        )
        if client_message_id is None or not first:
            raise
        return first[0], False


@transaction.atomic
def _post(
    session: ChatSession, user: User, *, text: str, client_message_id: UUID | None
) -> Message:
    now = timezone.now()
    seq = session.take_seq(now)
    # Under the lock that a removal takes too: nothing is posted after it.
    message = Message.objects.post(
        session, user, seq=seq, text=text, at=now, client_message_id=client_message_id
    )
    if message is None:
        raise NotAMemberError
    events.record(session, DurableType.MESSAGE_POSTED, seq=seq, at=now, message=message)
    return message
