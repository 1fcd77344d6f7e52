"""A client comes, is welcomed, and leaves by its own wish."""

from tests.client import AskTicket, Client, Close, Open, SendFrame, Show, State, Sync
from tests.reference_client.words import OTHER, URI, answer, ticket_frame, welcome, welcomed


def test_start_asks_for_a_ticket_and_opens_with_it() -> None:
    """Every attempt begins with a fresh ticket."""
    client = Client()
    assert client.start() == [AskTicket(None)]
    assert client.on_ticket("t", more=[], path="/ws/") == [Open("/ws/", "t")]


def test_start_twice_asks_once() -> None:
    """A second wish to connect does not open a second socket."""
    client = Client()
    client.start()
    assert client.start() == []


def test_welcome_is_followed_by_a_sync_of_every_cursor() -> None:
    """The sync comes after the welcome: whatever is committed later arrives by itself."""
    client = Client(cursors={URI: 3})
    client.start()
    client.on_ticket("t", more=[], path="/ws/")
    assert client.on_frame(welcome()) == [Show(welcome()), Sync({URI: 3})]


def test_more_tickets_are_sent_once_welcomed() -> None:
    """Who has more sessions than one ticket holds shows the rest on the open socket."""
    client = Client(cursors={URI: 0})
    client.start()
    client.on_ticket("t", more=["u"], path="/ws/")
    frames = [a for a in client.on_frame(welcome()) if isinstance(a, SendFrame)]
    assert frames == [ticket_frame("u")]


def test_client_of_one_session_ignores_the_others() -> None:
    """``/ws/<uri>`` is about that session alone."""
    client = Client(URI, cursors={URI: 0})
    client.start()
    client.on_ticket("t", more=[], path=f"/ws/{URI}")
    client.on_frame(welcome())
    assert client.on_sync(answer(added=[{"uri": OTHER, "last_seq": 1}])) == []


def test_frame_of_an_unknown_type_is_shown() -> None:
    """A later version's frame breaks nothing."""
    assert welcomed().on_frame({"type": "surprise"}) == [Show({"type": "surprise"})]


def test_stop_closes_the_socket_and_stays() -> None:
    """One's own wish to leave is not answered with a reconnect."""
    client = welcomed()
    assert client.stop() == [Close()]
    assert client.on_close(1000) == []
    assert client.state is State.STOPPED
