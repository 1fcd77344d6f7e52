"""One message, end to end: nginx, uWSGI, database, RabbitMQ, gateway, client."""

from tests.broker_node import exchanges
from tests.live.cast import Person, meet
from tests.live.clients import Connect
from tests.live.deadline import wait_until
from tests.live.stack import Stack


def test_two_people_talk_both_ways(alice: Person, bob: Person, connect: Connect) -> None:
    """What one posts, both have: the author hears himself by the same road."""
    uri = meet(alice, bob)
    listeners = [connect(alice, cursors={uri: 0}), connect(bob, uri=uri, cursors={uri: 0})]
    alice.rest.post(uri, "Good morning, Bob")
    bob.rest.post(uri, "שלום 👋🏽")
    for listener in listeners:
        listener.wait_posted(uri, ["Good morning, Bob", "שלום 👋🏽"])


def test_event_carries_what_the_post_was_answered(
    alice: Person, bob: Person, connect: Connect
) -> None:
    """A client shows one and the same message, whichever way it came."""
    uri = meet(alice, bob)
    listener = connect(bob, uri=uri, cursors={uri: 0})
    answer = alice.rest.post(uri, "hello", client_message_id="7e9f1f0e-6f4b-4c55-8d3c-0d4f6c0c9f10")
    listener.wait_posted(uri, ["hello"])
    data = listener.events[-1]["data"]
    assert data == {key: answer[key] for key in data}
    assert listener.events[-1]["seq"] == answer["seq"] == data["seq"]


def test_repeated_post_is_delivered_once(alice: Person, connect: Connect) -> None:
    """A retry after a lost answer makes no second message."""
    uri = meet(alice)
    listener = connect(alice, uri=uri, cursors={uri: 0})
    for _ in range(2):
        alice.rest.post(uri, "once", client_message_id="7e9f1f0e-6f4b-4c55-8d3c-0d4f6c0c9f11")
    alice.rest.post(uri, "end")
    listener.wait_posted(uri, ["once", "end"])


def test_outsider_hears_nothing(
    alice: Person, bob: Person, mallory: Person, connect: Connect
) -> None:
    """Mallory's socket, open all the time, stays silent about it."""
    uri = meet(alice, bob)
    eavesdropper = connect(mallory)
    listener = connect(bob, uri=uri, cursors={uri: 0})
    alice.rest.post(uri, "between us")
    listener.wait_posted(uri, ["between us"])
    own = meet(mallory)
    mallory.rest.post(own, "mine")
    eavesdropper.wait_for(lambda: eavesdropper.posted(own) == ["mine"])
    assert uri not in str(eavesdropper.events) + str(eavesdropper.frames)


def test_unused_exchange_disappears(stack: Stack, alice: Person, connect: Connect) -> None:
    """A session that nobody listens to leaves nothing in the broker."""
    uri = meet(alice)
    listener = connect(alice, uri=uri)
    assert uri in exchanges(stack.node)
    listener.close()
    wait_until(lambda: uri not in exchanges(stack.node), "the exchange is gone", timeout=30)
