"""The reference client, one rule of the contract at a time."""

from collections.abc import Sequence
from typing import Any

import pytest

from chatire.protocol.events import Event
from tests.client import (
    Action,
    Added,
    Apply,
    AskTicket,
    Client,
    Close,
    FetchEvents,
    Open,
    Reload,
    Removed,
    SendFrame,
    Show,
    State,
    Stop,
    Sync,
    Timer,
    Wait,
)

URI = "0123456789abcde"
OTHER = "fedcba987654321"
GAP_WAIT = Wait(Timer.GAP, 0.2, 0.2, URI)


def event(seq: int, uri: str = URI) -> Event:
    return {"type": "message.posted", "session": uri, "seq": seq, "at": "", "data": {}}


def welcome(*sessions: str) -> Event:
    bound = list(sessions or [URI])
    return {"type": "welcome", "connection": "c", "user": {}, "sessions": bound, "heartbeat": 25}


def ticket_frame(ticket: str) -> SendFrame:
    return SendFrame({"type": "ticket", "ticket": ticket})


def answer(
    *seqs: int, reset: int | None = None, has_more: bool = False, **lists: Sequence[Any]
) -> dict[str, Any]:
    part: dict[str, Any] = {"reset": True, "last_seq": reset}
    if reset is None:
        part = {
            "events": [event(seq) for seq in seqs],
            "last_seq": max(seqs, default=0),
            "has_more": has_more,
        }
    return {"sessions": {URI: part}, "removed": [], "added": [], **lists}


def applied(actions: Sequence[Action]) -> list[int]:
    return [action.event["seq"] for action in actions if isinstance(action, Apply)]


def welcomed(seq: int = 0) -> Client:
    client = Client(cursors={URI: seq})
    client.start()
    client.on_ticket("t", more=[], path="/ws/")
    client.on_frame(welcome())
    client.on_sync(answer())
    return client


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


def test_event_in_turn_is_applied_and_a_repeated_one_dropped() -> None:
    """What one has already changes nothing."""
    client = welcomed()
    assert client.on_frame(event(1)) == [Apply(event(1))]
    assert client.on_frame(event(1)) == []


def test_event_before_the_sync_has_answered_is_applied_once() -> None:
    """Delivery and sync may both bring an event."""
    client = Client(cursors={URI: 0})
    client.start()
    client.on_ticket("t", more=[], path="/ws/")
    client.on_frame(welcome())
    assert applied(client.on_frame(event(1))) == [1]
    assert applied(client.on_sync(answer(1, 2))) == [2]


def test_gap_waits_then_fetches() -> None:
    """A missing event has 200 ms to come by itself."""
    client = welcomed()
    assert client.on_frame(event(3)) == [GAP_WAIT]
    assert client.on_frame(event(4)) == []
    assert client.on_timer(Timer.GAP, URI) == [FetchEvents(URI, 0)]
    assert applied(client.on_events(URI, answer(1, 2)["sessions"][URI])) == [1, 2, 3, 4]


def test_gap_that_closed_is_not_fetched() -> None:
    """The timer of a gap that has gone does nothing."""
    client = welcomed()
    client.on_frame(event(2))
    assert applied(client.on_frame(event(1))) == [1, 2]
    assert client.on_timer(Timer.GAP, URI) == []
    assert client.on_frame(event(4)) == [GAP_WAIT]


def test_gap_that_outlives_the_fetch_is_waited_for_again() -> None:
    """A fetch that did not bring the missing event is not the last one."""
    client = welcomed()
    client.on_frame(event(3))
    client.on_timer(Timer.GAP, URI)
    assert client.on_events(URI, answer(1)["sessions"][URI]) == [Apply(event(1)), GAP_WAIT]


def test_long_answer_is_fetched_to_its_end() -> None:
    """``has_more`` means: ask again from where you are."""
    client = welcomed()
    client.start()
    actions = client.on_sync(answer(1, 2, has_more=True))
    assert applied(actions) == [1, 2]
    assert actions[-1] == FetchEvents(URI, 2)


@pytest.mark.parametrize("way", ["sync", "events"])
def test_log_that_is_kept_no_longer_is_reloaded(way: str) -> None:
    """Both the sync's reset and a 410 say: read the session again."""
    client = welcomed(seq=9)
    client.on_frame(event(20))
    reset = [Reload(URI, 5), FetchEvents(URI, 5)]
    if way == "sync":
        client.start()
        assert client.on_sync(answer(reset=5)) == reset
    else:
        assert client.on_events_failed(URI, 410, last_seq=5) == reset
    assert applied(client.on_frame(event(6))) == [6]


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


def test_client_of_one_session_ignores_the_others() -> None:
    """``/ws/<uri>`` is about that session alone."""
    client = Client(URI, cursors={URI: 0})
    client.start()
    client.on_ticket("t", more=[], path=f"/ws/{URI}")
    client.on_frame(welcome())
    assert client.on_sync(answer(added=[{"uri": OTHER, "last_seq": 1}])) == []


def test_resync_is_spread_over_its_time() -> None:
    """A thousand clients that are told to sync must not all do it at once."""
    frame = {"type": "resync", "within": 5}
    client = welcomed()
    assert client.on_frame(frame) == [Show(frame), Wait(Timer.SYNC, 0, 5)]
    assert client.on_timer(Timer.SYNC) == [Sync({URI: 0})]


def test_resync_of_some_sessions_is_one_sync_too() -> None:
    """The call asks for all sessions at once; to ask for fewer would save nothing."""
    client = welcomed()
    wait = Wait(Timer.SYNC, 0, 2)
    assert wait in client.on_frame({"type": "resync", "sessions": [URI], "within": 2})
    assert client.on_timer(Timer.SYNC) == [Sync({URI: 0})]


def test_authorise_sends_a_fresh_ticket_on_the_open_socket() -> None:
    """Renewed claims need no new connection."""
    frame = {"type": "authorise", "within": 5}
    client = welcomed()
    assert client.on_frame(frame) == [Show(frame), Wait(Timer.RENEW, 0, 5)]
    assert client.on_timer(Timer.RENEW) == [AskTicket(None)]
    sent = client.on_ticket("u", more=[], path="/ws/")
    assert sent == [ticket_frame("u")]


def test_authorise_shows_every_ticket_anew_and_then_syncs() -> None:
    """Old claims bind nothing: whoever needs more tickets than one shows them all again."""
    client = welcomed()
    client.on_frame({"type": "authorise", "within": 5})
    client.on_timer(Timer.RENEW)
    tickets = client.on_ticket("u", more=["v", "w"], path="/ws/")
    assert tickets == [ticket_frame("u"), ticket_frame("v"), ticket_frame("w")]
    assert client.on_frame(welcome()) == [Show(welcome()), Sync({URI: 0})]


def test_session_that_a_renewal_leaves_out_is_asked_for() -> None:
    """What an earlier welcome said is worth nothing after the broker was lost."""
    client = welcomed()
    client.on_frame({"type": "authorise", "within": 5})
    client.on_timer(Timer.RENEW)
    client.on_ticket("u", more=[], path="/ws/")
    client.on_frame(welcome(OTHER))
    assert client.on_sync(answer()) == [AskTicket(None)]


@pytest.mark.parametrize("status", [401, 404])
def test_renewal_refused_for_good_closes_and_stops(status: int) -> None:
    """Signed out, or nothing left to hear: the socket would only be closed with 4004."""
    client = welcomed()
    client.on_frame({"type": "authorise", "within": 5})
    client.on_timer(Timer.RENEW)
    assert client.on_ticket_refused(status) == [Close(), Stop(status)]
    assert client.on_timer(Timer.RENEW) == []


def test_renewal_that_is_throttled_is_tried_again_on_the_open_socket() -> None:
    """The gateway leaves time for it."""
    client = welcomed()
    client.on_frame({"type": "authorise", "within": 5})
    client.on_timer(Timer.RENEW)
    assert client.on_ticket_refused(429, retry_after=3) == [Wait(Timer.RENEW, 3, 4)]
    assert client.on_timer(Timer.RENEW) == [AskTicket(None)]


def test_frame_of_an_unknown_type_is_shown() -> None:
    """A later version's frame breaks nothing."""
    assert welcomed().on_frame({"type": "surprise"}) == [Show({"type": "surprise"})]


@pytest.mark.parametrize("code", [1001, 1002, 1006, 1011, 4001, 4002, 4003, 4004, 4499])
def test_close_that_may_come_back_backs_off(code: int) -> None:
    """These are nobody's wish: fully jittered back-off, from 1 to 30 s."""
    client = welcomed()
    assert client.on_close(code) == [Wait(Timer.RECONNECT, 0, 1)]
    assert client.on_timer(Timer.RECONNECT) == [AskTicket(None)]


@pytest.mark.parametrize("code", [1000, 4500, 4501, 4502, 4503, 4999])
def test_close_that_is_final_stops(code: int) -> None:
    """From 4500 on a client does not come back by itself."""
    client = welcomed()
    assert client.on_close(code) == [Stop(code)]
    assert client.on_timer(Timer.RECONNECT) == []


@pytest.mark.parametrize("code", [1003, 1007, 1009])
def test_close_for_its_own_bug_waits_half_a_minute(code: int) -> None:
    """The same frame would close the next socket too."""
    assert welcomed().on_close(code) == [Wait(Timer.RECONNECT, 30, 30)]


@pytest.mark.parametrize(
    ("reason", "wait"),
    [("2.35", (2.35, 2.35)), ("soon", (0, 1)), ("-1", (0, 1)), ("nan", (0, 1)), ("", (0, 1))],
)
def test_restart_waits_as_long_as_it_says(reason: str, wait: tuple[float, float]) -> None:
    """1012 carries the seconds; a reason that is none falls back to back-off."""
    assert welcomed().on_close(1012, reason) == [Wait(Timer.RECONNECT, *wait)]


def test_back_off_grows_to_half_a_minute_and_is_forgotten_after_a_sync() -> None:
    """Every third failure doubles the ceiling; only a completed sync counts as success."""
    client = welcomed()
    ceilings = []
    for _ in range(17):
        (wait,) = client.on_close(1006)
        assert isinstance(wait, Wait)
        ceilings.append(wait.most)
        client.start()
        client.on_ticket("t", more=[], path="/ws/")
        client.on_frame(welcome())
    assert ceilings == [1, 1, 1, 2, 2, 2, 4, 4, 4, 8, 8, 8, 16, 16, 16, 30, 30]
    client.on_sync(answer())
    assert client.on_close(1006) == [Wait(Timer.RECONNECT, 0, 1)]


@pytest.mark.parametrize("status", [401, 404])
def test_ticket_refused_for_good_stops(status: int) -> None:
    """The call says what a refused handshake cannot."""
    client = Client()
    client.start()
    assert client.on_ticket_refused(status) == [Stop(status)]


def test_ticket_throttled_waits_at_least_retry_after() -> None:
    """429 names the earliest moment; the jitter comes on top."""
    client = Client()
    client.start()
    assert client.on_ticket_refused(429, retry_after=7) == [Wait(Timer.RECONNECT, 7, 8)]


def test_ticket_without_an_answer_backs_off() -> None:
    """An application that is away is tried again."""
    client = Client()
    client.start()
    assert client.on_ticket_refused(None) == [Wait(Timer.RECONNECT, 0, 1)]
    assert client.on_timer(Timer.RECONNECT) == [AskTicket(None)]


def test_failed_sync_is_tried_again() -> None:
    """A sync that was lost is as bad as an event that was lost."""
    client = welcomed()
    client.start()
    assert client.on_sync_failed(None) == [Wait(Timer.SYNC, 0, 1)]
    assert client.on_timer(Timer.SYNC) == [Sync({URI: 0})]


def test_failed_fetch_is_tried_again_while_the_gap_is_there() -> None:
    """The retry waits for the gap's own timer."""
    client = welcomed()
    client.on_frame(event(2))
    client.on_timer(Timer.GAP, URI)
    assert client.on_events_failed(URI, 503) == [Wait(Timer.GAP, 0, 1, URI)]
    assert client.on_timer(Timer.GAP, URI) == [FetchEvents(URI, 0)]


@pytest.mark.parametrize("after", ["has_more", "reset"])
def test_failed_fetch_of_a_rest_is_tried_again(after: str) -> None:
    """No event shows that something is missing; the answer before has said so."""
    client = welcomed()
    client.start()
    client.on_sync(answer(1, has_more=True) if after == "has_more" else answer(reset=1))
    client.on_events_failed(URI, 503)
    assert client.on_timer(Timer.GAP, URI) == [FetchEvents(URI, 1)]
    client.on_events(URI, answer()["sessions"][URI])
    assert client.on_timer(Timer.GAP, URI) == []


def test_fetch_answered_404_forgets_the_session() -> None:
    """An outsider gets 404."""
    assert welcomed().on_events_failed(URI, 404) == [Removed(URI)]


@pytest.mark.parametrize("call", ["sync", "events"])
def test_call_answered_401_closes_and_stops(call: str) -> None:
    """Signed out: nothing is tried again."""
    client = welcomed()
    client.start()
    failed = client.on_sync_failed(401) if call == "sync" else client.on_events_failed(URI, 401)
    assert failed == [Close(), Stop(401)]


def test_stop_closes_the_socket_and_stays() -> None:
    """One's own wish to leave is not answered with a reconnect."""
    client = welcomed()
    assert client.stop() == [Close()]
    assert client.on_close(1000) == []
    assert client.state is State.STOPPED
