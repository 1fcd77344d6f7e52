"""What each close code means for coming back."""

import pytest

from tests.client import AskTicket, Stop, Timer, Wait
from tests.reference_client.words import answer, welcome, welcomed


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
    """Every fourth failure doubles the ceiling; only a completed sync counts as success."""
    client = welcomed()
    ceilings = []
    for _ in range(22):
        (wait,) = client.on_close(1006)
        assert isinstance(wait, Wait)
        ceilings.append(wait.most)
        client.start()
        client.on_ticket("t", more=[], path="/ws/")
        client.on_frame(welcome())
    assert ceilings == [*[1] * 4, *[2] * 4, *[4] * 4, *[8] * 4, *[16] * 4, 30, 30]
    client.on_sync(answer())
    assert client.on_close(1006) == [Wait(Timer.RECONNECT, 0, 1)]
