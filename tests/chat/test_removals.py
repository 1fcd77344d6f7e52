"""A removal that its own process did not publish goes out before anything else of the session."""

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from chat import removals
from chat.models import ChatSession, ControlMessage
from chat.publications import Publication
from chatire.protocol import topology
from chatire.protocol.events import decode
from chatire.protocol.revocations import Revocation, RevocationType
from ops.rabbitmq import RabbitMQ
from tests.chat.listening import listening


def left_behind(session: str, user: User) -> ControlMessage:
    """Write the row of a process that died right after its commit."""
    now = timezone.now()
    revocation = Revocation(
        RevocationType.MEMBERSHIP, user.pk, now.timestamp(), session, reason="removed"
    )
    return ControlMessage.objects.create(
        exchange=topology.CONTROL.name,
        type=revocation.type,
        body=decode(revocation.encode()),
        created_at=now,
    )


def said_in(uri: str, *, control: int | None = None) -> Publication:
    return Publication(
        exchange=uri, type="typing", message_id="m", timestamp=0, body=b"{}", control=control
    )


@pytest.mark.broker
@pytest.mark.timeout(120)
@pytest.mark.django_db(transaction=True)
def test_post_publishes_the_removal_that_somebody_left_behind(
    amqp: RabbitMQ, as_alice: APIClient, bob: User, session: ChatSession
) -> None:
    """The gateways hear of it at once, and not only from the sweeper."""
    left_behind(session.uri, bob)
    with listening(amqp.url, topology.CONTROL) as gateway:
        as_alice.post(f"/api/chats/{session.uri}/messages/", {"message": "about bob"})
        assert gateway.next().event["user"] == bob.pk
    assert not ControlMessage.objects.exists()


@pytest.mark.django_db
def test_removal_from_another_session_is_not_waited_for(session: ChatSession, bob: User) -> None:
    """Each session's log goes its own way; a control message waits for no other."""
    mine = left_behind(session.uri, bob)
    left_behind("fedcba987654321", bob)
    assert [each.control for each in removals.waiting_before(said_in(session.uri))] == [mine.pk]
    assert removals.waiting_before(said_in(session.uri, control=mine.pk)) == []
