"""One socket of the load generator: every event is counted once, however it is cut."""

import asyncio

import pytest

from bench import frames
from bench.dialects import Raw
from bench.event import stamped, template
from bench.listener import Listener

EVENT = frames.text(stamped(template("0123456789abcde"), 1.0))
PING = b"\x89\x02hi"


class Tally:
    """Keeps what a listener tells."""

    def __init__(self) -> None:
        self.size = 0
        self.events = 0
        self.last = 0.0
        self.latencies: list[float] | None = None
        self.bound: list[str] = []
        self.dropped = 0

    def on_bound(self, problem: str) -> None:
        self.bound.append(problem)

    def on_dropped(self) -> None:
        self.dropped += 1


class Wire(asyncio.Transport):
    """Keeps what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += bytes(data)


def listening(tally: Tally) -> tuple[Listener, Wire]:
    """Return a listener that is bound."""
    listener, wire = Listener(Raw(0, 0, {}), tally), Wire()
    listener.connection_made(wire)
    assert tally.bound == [""]
    return listener, wire


@pytest.mark.parametrize("cut", [1, 3, 50, 204, 205, 1000, 10_000])
def test_every_event_is_counted_once(cut: int) -> None:
    """Whatever pieces they come in, with a ping among them."""
    tally = Tally()
    listener, wire = listening(tally)
    stream = EVENT * 10 + PING + EVENT * 10
    for start in range(0, len(stream), cut):
        listener.data_received(stream[start : start + cut])
    assert tally.events == 20
    assert wire.written == frames.masked(frames.PONG, b"hi")


def test_latencies_are_taken_where_they_are_wanted() -> None:
    """One of each event, from the moment that stands in it."""
    tally = Tally()
    listener, _ = listening(tally)
    listener.data_received(EVENT)
    tally.latencies = []
    listener.data_received(EVENT * 2)
    assert tally.events == 3
    assert len(tally.latencies) == 2
    assert tally.latencies[0] == pytest.approx(tally.last - 1.0, abs=1.0)


def test_end_of_a_bound_client_is_told() -> None:
    """The figures are worth nothing then."""
    tally = Tally()
    listener, _ = listening(tally)
    listener.connection_lost(None)
    assert tally.dropped == 1
