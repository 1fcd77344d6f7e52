"""Events say who was removed: no revocation that comes late can be overtaken by them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from chat.actions.members import join, leave
from chat.actions.messages import post_message
from chat.actions.reading import mark_read
from chat.actions.retention import forget_removals
from chat.models import ChatSession, Removal
from chat.publications import Publication
from chat.removals import KEPT
from chat.signals import committed
from chat.sweeping import sweep
from chatire.protocol import topology
from ops.rabbitmq import RabbitMQ
from tests.chat.listening import listening
from tests.chat.test_sweeping import Broker


class Leaving:
    """Remembers what leaves by the road."""

    def __init__(self) -> None:
        self.publications: list[Publication] = []

    def take(self, publication: Publication, **kwargs: object) -> None:
        self.publications.append(publication)

    def removed(self) -> list[list[int]]:
        """Return whom each event says to be out."""
        events = [each for each in self.publications if each.control is None]
        return [[user for user, _ in each.removed] for each in events]


@pytest.fixture
def leaving() -> Leaving:
    """Return what has left, from now on."""
    taken = Leaving()
    committed.connect(taken.take, weak=False, dispatch_uid="leaving")
    return taken


@pytest.fixture(autouse=True)
def _disconnected() -> object:
    yield
    committed.disconnect(dispatch_uid="leaving")


@pytest.mark.django_db(transaction=True)
def test_what_follows_a_removal_says_who_is_out(
    session: ChatSession, alice: User, bob: User, leaving: Leaving
) -> None:
    """From his own `member.left` on, in passing too; until he comes back."""
    post_message(session, alice, text="before")
    leave(session, bob, by=alice)
    post_message(session, alice, text="after")
    mark_read(ChatSession.objects.for_member(alice).get(pk=session.pk), alice, seq=2)
    assert leaving.removed() == [[], [bob.pk], [bob.pk], [bob.pk]]
    leaving.publications.clear()
    join(session, bob)
    assert leaving.removed() == [[]]


@pytest.mark.django_db(transaction=True)
def test_the_time_is_that_of_the_revocation(
    session: ChatSession, alice: User, bob: User, leaving: Leaving
) -> None:
    """By it a gateway tells a membership that ended from a later one."""
    leave(session, bob, by=alice)
    left = leaving.publications[-1]
    (revocation,) = [each for each in leaving.publications if each.type == "membership.revoked"]
    assert repr(left.removed[0][1]) in revocation.body.decode()
    assert Publication.from_payload(left.to_payload()) == left


def test_what_was_written_before_a_removal_and_comes_late_says_so_too(
    session: ChatSession, alice: User, bob: User
) -> None:
    """The sweeper publishes it as of now."""
    post_message(session, alice, text="before")
    leave(session, bob, by=alice)
    broker = Broker()
    sweep(broker, now=timezone.now() + timedelta(seconds=2))
    events = [seen for seen in broker.seen if seen.event]
    assert [[user for user, _ in event.removed] for event in events] == [[bob.pk]] * len(events)


def test_an_hour_later_nothing_is_said_or_kept(
    session: ChatSession, alice: User, bob: User, leaving: Leaving
) -> None:
    """No revocation takes that long that anybody is left to publish."""
    leave(session, bob, by=alice)
    long_ago = timezone.now() - KEPT - timedelta(seconds=1)
    Removal.objects.update(at=long_ago.timestamp())
    ChatSession.objects.update(removed_at=long_ago)
    broker = Broker()
    sweep(broker, now=timezone.now() + timedelta(seconds=2))
    assert all(seen.removed == () for seen in broker.seen)
    assert forget_removals(now=timezone.now()) == 1
    assert not Removal.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.broker
def test_the_gateway_reads_it_in_a_header(
    amqp: RabbitMQ, session: ChatSession, alice: User, bob: User
) -> None:
    """Where nobody was removed there is none: most events are published without."""
    exchange = topology.session_exchange(session.uri)
    with listening(amqp.url, exchange) as listener:
        post_message(session, alice, text="before")
        assert not listener.next().properties.headers
        leave(session, bob, by=alice)
        headers = listener.next().properties.headers or {}
    assert str(headers["removed"]).startswith(f"[[{bob.pk}, ")
