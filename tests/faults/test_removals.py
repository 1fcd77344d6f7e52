"""Who was removed hears nothing of what is said after his removal was committed."""

import pytest

from chatire.protocol.events import encode
from tests.faults import away
from tests.faults.backlog import HUNDREDS, say_hundreds
from tests.faults.eavesdropper import Listen
from tests.faults.pairs import on_pairs_for
from tests.faults.poster import until_answered
from tests.faults.removals import flood, frozen_gateway, heard_after_leaving, wait_for_the_end
from tests.faults.scene import Scene
from tests.live.cast import Person, meet, sign_up
from tests.live.clients import Connect
from tests.live.deadline import wait_until
from tests.live.raw_socket import TEXT, RawSocket, frame


@pytest.fixture
def alice(scene: Scene) -> Person:
    """Owns the sessions."""
    return sign_up(scene.stack.base_url, "alice")


@pytest.fixture
def bob(scene: Scene) -> Person:
    """Is removed."""
    return sign_up(scene.stack.base_url, "bob")


@on_pairs_for(0)
def test_ticket_from_before_a_removal_opens_nothing_after_it(
    scene: Scene, alice: Person, bob: Person, listen: Listen
) -> None:
    """Neither in a handshake nor in a frame on a socket that is open."""
    uri = meet(alice, bob)
    listener = listen(bob)
    tickets = [bob.rest.ticket(uri)["ticket"], bob.rest.ticket()["ticket"]]
    alice.rest.remove(uri, bob.id)
    wait_until(lambda: listener.of_type("session.removed"), "bob hears of it")
    for ticket, path in zip(tickets * 4, [f"/ws/{uri}", "/ws/"] * 4, strict=True):
        with RawSocket(scene.stack.port) as raw:
            assert raw.handshake(ticket, path).status == 401
    listener.raw.send(frame(TEXT, encode({"type": "ticket", "ticket": tickets[1]})))
    wait_until(lambda: listener.of_type("error"), "the ticket is refused")
    alice.rest.post(uri, "about bob")
    wait_for_the_end(alice, bob, listener)
    assert heard_after_leaving(alice, bob, uri, listener) == []


@on_pairs_for(1)
def test_removal_while_the_broker_is_down_is_the_last_that_is_heard(
    scene: Scene, alice: Person, bob: Person, connect: Connect
) -> None:
    """The sockets stay open over it, but old claims bind nothing again."""
    uri, other = meet(alice, bob), meet(alice, bob)
    on_all = connect(bob, cursors={uri: 0, other: 0})
    on_one = connect(bob, uri=uri, cursors={uri: 0})
    ticket = bob.rest.ticket()["ticket"]
    with away.broker_killed(scene):
        alice.rest.remove(uri, bob.id)
        alice.rest.post(uri, "about bob, while it is down")
    with RawSocket(scene.stack.port) as raw:
        assert raw.handshake(ticket).status in (401, 503)
    alice.rest.post(uri, "about bob, while he comes back")
    on_one.wait_for(lambda: on_one.stopped in (404, 4502), 60)
    on_all.wait_for(lambda: uri in on_all.removed, 60)
    alice.rest.post(uri, "about bob")
    alice.rest.post(other, "to bob")
    on_all.wait_posted(other, ["to bob"], 30)
    assert [text for each in (on_all, on_one) for text in each.posted(uri)] == []


@on_pairs_for(2)
def test_removal_behind_a_full_queue_is_not_waited_for(
    scene: Scene, alice: Person, bob: Person, listen: Listen
) -> None:
    """Hundreds of events wait for who does not read: what he has not got by then he never gets."""
    uri = meet(alice, bob)
    on_one = listen(bob, uri, narrow=True)
    on_all = listen(bob, narrow=True)
    say_hundreds(scene.stack, alice, uri)
    alice.rest.remove(uri, bob.id)
    alice.rest.post(uri, "about bob")
    for listener in (on_one, on_all):
        listener.read_on()
    on_one.wait_until_over()
    assert on_one.code == 4502
    wait_for_the_end(alice, bob, on_all)
    assert heard_after_leaving(alice, bob, uri, on_one, on_all) == []
    for listener in (on_one, on_all):
        assert len(listener.events(uri)) < HUNDREDS, "nothing waited, so nothing was tried"


@on_pairs_for(3)
def test_removal_by_a_worker_killed_right_after_its_commit_holds(
    scene: Scene, alice: Person, bob: Person, listen: Listen
) -> None:
    """Nobody was told of it, and others go on posting: what they say is not for him."""
    uri = meet(alice, bob)
    on_all, on_one = listen(bob), listen(bob, uri)
    scene.die_after_committing(uri, alice.rest.remove, uri, bob.id)
    for number in range(20):
        until_answered(alice.rest.post, uri, f"about bob {number}")
    on_one.wait_until_over()
    assert on_one.code == 4502
    wait_for_the_end(alice, bob, on_all)
    assert heard_after_leaving(alice, bob, uri, on_all, on_one) == []


@on_pairs_for(4)
def test_delivery_in_flight_is_not_for_who_is_removed_meanwhile(
    scene: Scene, alice: Person, bob: Person, listen: Listen
) -> None:
    """The gateway has both before it, unread: the removal, and what was said after it."""
    uri = meet(alice, bob)
    on_all, on_one = listen(bob), listen(bob, uri)
    with frozen_gateway(scene):
        alice.rest.post(uri, "to bob")
        alice.rest.remove(uri, bob.id)
        for number in range(20):
            alice.rest.post(uri, f"about bob {number}")
    on_one.wait_until_over()
    assert on_one.code == 4502
    wait_for_the_end(alice, bob, on_all)
    assert heard_after_leaving(alice, bob, uri, on_all, on_one) == []


@on_pairs_for(5)
def test_removal_in_a_flood_cuts_it_off(scene: Scene, alice: Person, listen: Listen) -> None:
    """Eight post as fast as they can while five are removed: none hears of what came after."""
    bobs = [sign_up(scene.stack.base_url, f"bob{number}") for number in range(5)]
    uri = meet(alice, *bobs)
    listeners = [listen(bob, uri) for bob in bobs]
    with flood(alice, uri):
        for bob, listener in zip(bobs, listeners, strict=True):
            alice.rest.remove(uri, bob.id)
            listener.wait_until_over()
    for bob, listener in zip(bobs, listeners, strict=True):
        assert listener.code == 4502
        assert heard_after_leaving(alice, bob, uri, listener) == []
