"""The log of a session: in order, each event once, without a gap."""

import pytest

from tests.client import Apply, Client, FetchEvents, Reload, Timer, Wait
from tests.reference_client.words import URI, answer, applied, event, welcome, welcomed

GAP_WAIT = Wait(Timer.GAP, 0.2, 0.2, URI)


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
