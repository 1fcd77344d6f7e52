"""What ends or begins while a socket is open reaches that socket, and no other."""

from tests.client_shell import LiveClient
from tests.live.cast import PASSWORD, Person, meet, sign_up
from tests.live.clients import Connect
from tests.live.raw_socket import RawSocket
from tests.live.stack import Stack

TRIES = 8
"""Handshakes that together meet both workers, all but once in a hundred times."""


def test_join_reaches_the_open_socket_and_so_does_what_follows(
    alice: Person, bob: Person, connect: Connect
) -> None:
    """``session.added`` comes after the binding: nothing that follows is missed."""
    uri = meet(alice)
    elsewhere = connect(bob)
    alice.rest.join(uri, bob.name)
    for number in range(5):
        alice.rest.post(uri, f"welcome {number}")
    texts = [f"welcome {number}" for number in range(5)]
    elsewhere.wait_for(lambda: elsewhere.posted(uri)[-1:] == texts[-1:])
    (added,) = [session for session in elsewhere.added if session["uri"] == uri]
    assert elsewhere.posted(uri) == texts[5 - len(elsewhere.posted(uri)) :]
    assert elsewhere.events[-1]["seq"] - added["last_seq"] == len(
        [event for event in elsewhere.events if event["session"] == uri]
    )


def test_removed_member_hears_so_and_nothing_more(
    alice: Person, connect: Connect, stack: Stack
) -> None:
    """4502 on the session's own socket; the other one stays, without the session."""
    bob = sign_up(stack.base_url, "bob")
    uri, other = meet(alice, bob), meet(alice, bob)
    on_all, on_one = connect(bob, cursors={uri: 0, other: 0}), connect(bob, uri=uri)
    alice.rest.remove(uri, bob.id)
    on_one.wait_for(lambda: on_one.stopped == 4502)
    on_all.wait_for(lambda: uri in on_all.removed)
    alice.rest.post(uri, "about Bob")
    alice.rest.post(other, "to Bob")
    on_all.wait_posted(other, ["to Bob"])
    assert on_all.posted(uri) == []
    assert on_all.closes == []
    (frame,) = on_all.of_type("session.removed")
    assert frame["data"] == {"uri": uri, "reason": "removed"}


def test_ticket_from_before_the_removal_opens_nothing(
    alice: Person, connect: Connect, stack: Stack
) -> None:
    """On no worker, while the ticket is still young."""
    bob = sign_up(stack.base_url, "bob")
    uri = meet(alice, bob)
    witness = connect(bob)
    tickets = [bob.rest.ticket(uri)["ticket"], bob.rest.ticket()["ticket"]]
    alice.rest.remove(uri, bob.id)
    witness.wait_for(lambda: uri in witness.removed)
    for ticket, path in zip(tickets * TRIES, [f"/ws/{uri}", "/ws/"] * TRIES, strict=True):
        with RawSocket(stack.port) as raw:
            assert raw.handshake(ticket, path).status == 401
    with RawSocket(stack.port) as raw:
        assert raw.handshake(bob.rest.ticket()["ticket"]).status == 101


def test_sign_out_closes_the_sockets_of_that_device(stack: Stack, connect: Connect) -> None:
    """4501 there; another device of the same person stays."""
    bob = sign_up(stack.base_url, "bob")
    phone = bob.sign_in_again()
    uri = meet(bob)
    signed_out = [connect(phone), connect(phone, uri=uri)]
    stays = connect(bob, uri=uri, cursors={uri: 0})
    phone.rest.sign_out()
    for client in signed_out:
        client.wait_for(lambda each=client: each.stopped == 4501)  # type: ignore[misc]
    bob.rest.post(uri, "still here")
    stays.wait_posted(uri, ["still here"])
    assert stays.closes == []


def test_deleted_account_closes_all_its_sockets(
    alice: Person, stack: Stack, connect: Connect
) -> None:
    """4503 everywhere, and nobody else notices."""
    bob = sign_up(stack.base_url, "bob")
    uri = meet(alice, bob)
    clients = [connect(bob), connect(bob.sign_in_again(), uri=uri)]
    stays = connect(alice, uri=uri, cursors={uri: 0})
    bob.rest.call("DELETE", "/auth/users/me/", {"current_password": PASSWORD})
    for client in clients:
        wait_stopped(client, 4503)
    alice.rest.post(uri, "farewell")
    stays.wait_posted(uri, ["farewell"])


def wait_stopped(client: LiveClient, code: int) -> None:
    """Wait until ``client`` has been sent away with ``code``."""
    client.wait_for(lambda: client.stopped is not None)
    assert client.stopped == code
