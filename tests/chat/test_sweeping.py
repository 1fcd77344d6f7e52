from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from chat import tasks
from chat.actions.members import leave
from chat.actions.messages import post_message
from chat.models import ChatSession, ControlMessage, Event
from chat.publications import Publication
from chat.sweeping import sweep
from chatire.protocol import topology
from ops.rabbitmq import RabbitMQ
from tests.chat.listening import listening


class Broker:
    """Confirms the first ``confirms`` publications, and remembers all."""

    def __init__(self, *, confirms: int = 1_000_000) -> None:
        self.confirms = confirms
        self.seen: list[Publication] = []

    def publish(self, publications: list[Publication], *, deadline: float) -> list[bool]:
        room = max(0, self.confirms - len(self.seen))
        self.seen += publications
        return [number < room for number in range(len(publications))]


@pytest.fixture
def later() -> timedelta:
    return timedelta(seconds=2)


def test_sweeper_publishes_in_the_order_of_the_log(
    session: ChatSession, alice: User, later: timedelta
) -> None:
    """What stayed behind goes out by session and seq, and is marked."""
    for text in ("one", "two"):
        post_message(session, alice, text=text)
    broker = Broker()
    sweep(broker, now=timezone.now() + later)
    events = [seen.message_id for seen in broker.seen if seen.event]
    assert events == [f"{session.uri}:{seq}" for seq in (1, 2, 3)]
    assert not Event.objects.filter(published_at=None).exists()
    assert not ControlMessage.objects.exists()


def test_sweeper_tells_of_a_removal_before_what_followed(
    session: ChatSession, alice: User, bob: User, later: timedelta
) -> None:
    """Control messages go first."""
    leave(session, bob, by=alice)
    broker = Broker()
    sweep(broker, now=timezone.now() + later)
    types = [seen.type for seen in broker.seen]
    assert types.index("membership.revoked") < types.index("member.left")


def test_sweeper_leaves_alone_what_is_on_its_way(session: ChatSession) -> None:
    """Younger than a second: the request itself is publishing it."""
    broker = Broker()
    sweep(broker, now=timezone.now())
    assert broker.seen == []


def test_sweeper_marks_what_was_confirmed_alone(
    session: ChatSession, alice: User, later: timedelta
) -> None:
    """The rest comes again with the next run."""
    ControlMessage.objects.all().delete()
    post_message(session, alice, text="one")
    assert sweep(Broker(confirms=1), now=timezone.now() + later) == 1
    assert [event.seq for event in Event.objects.filter(published_at=None)] == [2]


@pytest.mark.broker
def test_sweeper_publishes_when_the_broker_is_back(
    amqp: RabbitMQ, session: ChatSession, alice: User
) -> None:
    """A process that was killed between commit and publish loses nothing."""
    post_message(session, alice, text="one")
    Event.objects.update(at=timezone.now() - timedelta(seconds=2))
    with listening(amqp.url, topology.session_exchange(session.uri)) as listener:
        tasks.sweep_unpublished()
        assert listener.seqs(2) == [1, 2]
    assert not Event.objects.filter(published_at=None).exists()
