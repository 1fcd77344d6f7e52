"""Sessions come and go while a client is here, or away."""

from tests.client import Action, Added, Apply, AskTicket, Client, Removed, Show, Sync, Timer
from tests.reference_client.words import (
    OTHER,
    URI,
    answer,
    applied,
    event,
    ticket_frame,
    welcome,
    welcomed,
)


def test_added_session_begins_after_its_last_event() -> None:
    """A new session's earlier events are history, which is read as messages."""
    client = welcomed()
    client.on_frame(welcome(URI, OTHER))
    session = {"uri": OTHER, "last_seq": 7}
    client.on_frame(event(8, OTHER))
    assert client.on_sync(answer(added=[session])) == [Added(session), Apply(event(8, OTHER))]


def test_session_added_frame_is_synced() -> None:
    """A join while connected is that session's welcome."""
    client = welcomed()
    session = {"uri": OTHER, "last_seq": 7}
    frame = {"type": "session.added", "at": "", "data": session}
    assert client.on_frame(frame) == [Show(frame), Added(session), Sync({URI: 0, OTHER: 7})]


def test_session_removed_frame_forgets_the_session() -> None:
    """What comes for it afterwards is not applied."""
    client = welcomed()
    frame = {"type": "session.removed", "at": "", "data": {"uri": URI, "reason": "removed"}}
    assert client.on_frame(frame) == [Show(frame), Removed(URI)]
    assert applied(client.on_events(URI, answer(1)["sessions"][URI])) == []
    assert client.on_frame(event(1)) == []


def test_sync_overtaken_by_a_removal_is_asked_again() -> None:
    """An answer that is older than the removal would bring the session back."""
    client = welcomed()
    client.start()
    frame = {"type": "session.removed", "at": "", "data": {"uri": URI, "reason": "removed"}}
    client.on_frame(frame)
    assert client.on_sync(answer(added=[{"uri": URI, "last_seq": 1}])) == [Sync({})]


def test_sync_says_what_was_removed_meanwhile() -> None:
    """A removal that happened while the client was away reaches it with the sync."""
    client = welcomed()
    client.start()
    assert client.on_sync({"sessions": {}, "removed": [URI], "added": []}) == [Removed(URI)]


def joined_unheard() -> tuple[Client, list[Action]]:
    """A client, and what it does about a chat that its ticket and its gateway missed."""
    client = welcomed()
    client.start()
    return client, client.on_sync(answer(added=[{"uri": OTHER, "last_seq": 7}]))


def test_session_that_no_welcome_named_is_asked_for_with_a_fresh_ticket() -> None:
    """Joined while the socket was being made: only the sync knows of it."""
    client, actions = joined_unheard()
    assert actions == [Added({"uri": OTHER, "last_seq": 7}), AskTicket(None)]
    assert client.on_ticket("u", more=[], path="/ws/") == [ticket_frame("u")]
    both = welcome(URI, OTHER)
    assert client.on_frame(both) == [Show(both), Sync({URI: 0, OTHER: 7})]


def test_session_known_before_that_no_welcome_named_is_asked_for_too() -> None:
    """The cursors may be older than the ticket."""
    client = Client(cursors={URI: 0})
    client.start()
    client.on_ticket("t", more=[], path="/ws/")
    client.on_frame(welcome(OTHER))
    assert client.on_sync(answer()) == [AskTicket(None)]


def test_session_is_asked_for_once_a_socket() -> None:
    """A gateway that does not bind it is not asked again and again."""
    client, _ = joined_unheard()
    client.on_ticket("u", more=[], path="/ws/")
    client.on_frame(welcome())
    added = [{"uri": OTHER, "last_seq": 7}]
    assert client.on_sync(answer(added=added)) == []
    client.on_close(1006)
    client.on_timer(Timer.RECONNECT)
    client.on_ticket("v", more=[], path="/ws/")
    client.on_frame(welcome())
    assert client.on_sync(answer(added=added)) == [AskTicket(None)]


def test_session_is_not_asked_for_while_a_ticket_is_unanswered() -> None:
    """Who has a thousand chats has most of them bound by the tickets of ``more``."""
    client = Client(cursors={URI: 0})
    client.start()
    client.on_ticket("t", more=["u"], path="/ws/")
    client.on_frame(welcome())
    added = [{"uri": OTHER, "last_seq": 7}]
    assert client.on_sync(answer(added=added)) == [Added(added[0])]
    client.on_frame(welcome(URI, OTHER))
    assert client.on_sync(answer(added=added)) == []


def test_session_that_the_gateway_has_added_is_not_asked_for() -> None:
    """``session.added`` is that session's welcome."""
    client = welcomed()
    session = {"uri": OTHER, "last_seq": 7}
    client.on_frame({"type": "session.added", "at": "", "data": session})
    assert client.on_sync(answer(added=[session])) == []
