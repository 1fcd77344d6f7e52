"""Who is connected, and which sessions nobody here wants any more."""

from dataclasses import dataclass, field

from websocket_server.hub import Hub

URI = "0123456789abcde"
OTHER = "edcba9876543210"


@dataclass(eq=False)
class Member:
    """A client, as far as the hub knows one."""

    user_id: int
    wanted: set[str] = field(default_factory=lambda: {URI})


def test_members_are_found_by_user_and_by_session() -> None:
    """alice has two sockets, bob one."""
    hub, alice, phone, bob = Hub[Member](), Member(1), Member(1, {OTHER}), Member(2)
    for member in (alice, phone, bob):
        hub.join(member)
    assert set(hub.of_user(1)) == {alice, phone}
    assert set(hub.of_session(URI)) == {alice, bob}
    assert set(hub) == {alice, phone, bob}
    assert len(hub) == 3


def test_leaving_tells_who_was_the_last_of_a_user() -> None:
    """Only then nothing more of the user needs to be heard."""
    hub, alice, phone = Hub[Member](), Member(1), Member(1)
    hub.join(alice)
    hub.join(phone)
    assert hub.leave(alice, now=0) is False
    assert hub.leave(phone, now=0) is True
    assert hub.leave(phone, now=0) is False
    assert len(hub) == 0


def test_a_session_may_be_added_and_removed() -> None:
    """As members join and are removed."""
    hub, alice = Hub[Member](), Member(1)
    hub.join(alice)
    hub.add_session(alice, OTHER)
    hub.remove_session(alice, URI, now=0)
    assert (hub.of_session(URI), hub.of_session(OTHER)) == ([], [alice])
    assert alice.wanted == {OTHER}


def test_a_session_without_clients_is_idle_after_a_while() -> None:
    """And is handed out once."""
    hub, alice = Hub[Member](), Member(1)
    hub.join(alice)
    hub.leave(alice, now=10)
    assert hub.forget_idle(since=9) == []
    assert hub.forget_idle(since=10) == [URI]
    assert hub.forget_idle(since=99) == []


def test_a_session_with_a_client_left_is_not_idle() -> None:
    """Nor one to which somebody has come back."""
    hub, alice, bob = Hub[Member](), Member(1), Member(2)
    hub.join(alice)
    hub.join(bob)
    hub.leave(alice, now=0)
    assert hub.forget_idle(since=99) == []
    hub.leave(bob, now=1)
    hub.join(alice)
    assert hub.forget_idle(since=99) == []


def test_an_outsider_is_found_nowhere() -> None:
    """mallory has no socket here."""
    hub = Hub[Member]()
    hub.join(Member(1))
    assert hub.of_user(666) == []
    assert hub.leave(Member(666), now=0) is False
