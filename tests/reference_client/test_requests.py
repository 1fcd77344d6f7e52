"""What the gateway asks of a client: to sync, and to show a ticket."""

import pytest

from tests.client import AskTicket, Close, Show, Stop, Sync, Timer, Wait
from tests.reference_client.words import OTHER, URI, answer, ticket_frame, welcome, welcomed


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
