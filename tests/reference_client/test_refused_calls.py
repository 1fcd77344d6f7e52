"""Calls that are refused, or not answered."""

import pytest

from tests.client import AskTicket, Client, Close, FetchEvents, Removed, Stop, Sync, Timer, Wait
from tests.reference_client.words import URI, answer, event, welcomed


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
