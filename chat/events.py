"""The one door by which an event leaves.

An action calls one of these inside its transaction. What must not be lost
becomes a row of that transaction; on commit everything takes the same road:
signal, django-notifs, broker.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from chat import removals
from chat.models import ChatSession, ControlMessage, Event, Message
from chat.publications import Publication
from chat.serializers.events import shown
from chat.signals import committed
from chatire.protocol import topology
from chatire.protocol.events import (
    DurableType,
    EphemeralType,
    UserType,
    decode,
    durable_event,
    encode,
    ephemeral_event,
    user_event,
)
from chatire.protocol.revocations import Revocation


def record(
    session: ChatSession,
    type: DurableType,
    *,
    seq: int,
    at: datetime,
    message: Message | None = None,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Write the event at place ``seq`` (see ``ChatSession.take_seq``) of the session's log."""
    pk = Event.objects.append(session, type, seq=seq, at=at, message=message, data=data)
    event = durable_event(type, session.uri, seq=seq, at=at, data=shown(message, data))
    removed = removals.recent(session, now=at)
    _leave(Publication.of_event(pk, event, at=at, removed=removed))


def announce(
    session: ChatSession, type: EphemeralType, *, at: datetime, data: Mapping[str, Any]
) -> None:
    """Tell the session's listeners something that may be lost."""
    event = ephemeral_event(type, session.uri, at=at, data=data)
    _leave(Publication.ephemeral(event, at=at, removed=removals.recent(session, now=at)))


def tell(user: User, type: UserType, *, at: datetime, data: Mapping[str, Any]) -> None:
    """Tell one user, on whatever socket he holds."""
    _control(
        exchange=topology.USERS.name,
        routing_key=topology.user_routing_key(user.pk),
        type=str(type),
        body=user_event(type, at=at, data=data),
        at=at,
    )


def revoke(revocation: Revocation, *, at: datetime) -> None:
    """Tell every gateway worker that a right has ended."""
    _control(
        exchange=topology.CONTROL.name,
        routing_key="",
        type=str(revocation.type),
        body=decode(revocation.encode()),
        at=at,
    )


def of_control(message: ControlMessage) -> Publication:
    """Return the publication of a control message."""
    return Publication(
        exchange=message.exchange,
        routing_key=message.routing_key,
        type=message.type,
        # The row's own number would come again after a restored backup.
        message_id=str(uuid.uuid4()),
        timestamp=int(message.created_at.timestamp()),
        body=encode(message.body),
        control=message.pk,
    )


def _control(
    *, exchange: str, routing_key: str, type: str, body: Mapping[str, Any], at: datetime
) -> None:
    message = ControlMessage.objects.create(
        exchange=exchange, routing_key=routing_key, type=type, body=body, created_at=at
    )
    _leave(of_control(message))


def _leave(publication: Publication) -> None:
    def send() -> None:
        committed.send(sender=Publication, publication=publication)

    # What is committed is answered so: an error on the way is logged, and the row waits.
    transaction.on_commit(send, robust=True)
