"""What a worker counts, and what is told of all workers."""

from datetime import UTC, datetime, timedelta

import pytest

from chatire.protocol.events import (
    DurableType,
    EphemeralType,
    durable_event,
    encode,
    ephemeral_event,
)
from websocket_server.exposition import text
from websocket_server.metrics import BUCKETS, Meter

URI = "0123456789abcde"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Clock:
    """A clock that goes when it is told to, in seconds after noon."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return NOON.timestamp() + self.now


def event(seq: int, *, committed: float = 0.0, body: str = "") -> bytes:
    """Return an event of so many seconds after noon."""
    at = NOON + timedelta(seconds=committed)
    data = {"message": body}
    return encode(durable_event(DurableType.MESSAGE_POSTED, URI, seq=seq, at=at, data=data))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def meter(clock: Clock) -> Meter:
    return Meter(clock=clock)


def values(*meters: Meter) -> dict[str, float]:
    """Return what Prometheus would read of workers, without the prefix."""
    lines = text([meter.row() for meter in meters]).decode().splitlines()
    told = (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    return {name.removeprefix("chatire_gateway_"): float(value) for name, value in told}


def test_the_way_from_commit_to_relay_is_measured(meter: Meter, clock: Clock) -> None:
    """In buckets, each of which holds those before it."""
    for number, seconds in enumerate([0.004, 0.03, 0.03, 7.0, 100.0]):
        clock.now = number * 1_000.0
        meter.relay(event(number, committed=clock.now - seconds))
    told = values(meter)
    assert told['relay_seconds_bucket{le="0.005"}'] == 1
    assert told['relay_seconds_bucket{le="0.05"}'] == 3
    assert told['relay_seconds_bucket{le="10.0"}'] == 4
    assert told['relay_seconds_bucket{le="+Inf"}'] == told["relay_seconds_count"] == 5
    assert told["relay_seconds_sum"] == pytest.approx(107.064, abs=0.001)


def test_an_event_that_comes_for_each_client_is_measured_once(meter: Meter, clock: Clock) -> None:
    """In scope `client` it is a delivery for each of them."""
    for _ in range(100):
        clock.now += 0.01
        meter.relay(event(1))
    assert sum(meter.relayed) == 1


def test_of_a_flood_one_event_in_a_millisecond_is_measured(meter: Meter, clock: Clock) -> None:
    """They all took as long, and reading the time would not be free."""
    for number in range(1_000):
        clock.now += 0.000_1
        meter.relay(event(number))
    assert 90 <= sum(meter.relayed) <= 101


def test_what_is_no_durable_event_is_not_measured(meter: Meter, clock: Clock) -> None:
    """Typing is in no log; and who publishes nonsense must not stop the relay."""
    user = {"user": {"id": 1}}
    typing = encode(ephemeral_event(EphemeralType.TYPING, URI, at=NOON, data=user))
    nonsense = [b"", b"{}", b'{"seq":1,"at":"', b'{"seq":1,"at":"soon"}', b"\xff" * 300]
    for body in [typing, *nonsense]:
        clock.now += 1
        meter.relay(body)
    assert sum(meter.relayed) == 0


def test_text_cannot_pretend_to_be_the_envelope(meter: Meter, clock: Clock) -> None:
    """The time stands before everything that people wrote."""
    clock.now = 0.02
    meter.relay(event(1, body='","seq":1,"at":"1990-01-01T00:00:00Z"'))
    assert meter.relayed[BUCKETS.index(0.025)] == 1


def test_a_clock_that_is_behind_counts_as_at_once(meter: Meter) -> None:
    """Application and gateway may be two machines."""
    meter.relay(event(1, committed=0.5))
    assert meter.relayed[0] == 1


def test_the_numbers_of_workers_are_added(meter: Meter) -> None:
    """But of the outboxes the deepest is told."""
    other = Meter()
    for each, number in ((meter, 2), (other, 3)):
        each.deliveries = each.connections = each.handshakes[503] = number
        each.wait(number * 1_000)
        each.close(4001)
        each.close(4999)
    told = values(meter, other)
    assert told["deliveries_total"] == told["connections"] == 5
    assert told['handshakes_total{status="503"}'] == 5
    assert told["outbox_high_water_bytes"] == 3_000
    assert told['closes_total{code="4001"}'] == told['closes_total{code="0"}'] == 2
    assert told['closes_total{code="1012"}'] == 0


def test_a_successor_counts_on(meter: Meter, clock: Clock) -> None:
    """A sum of which one part begins at 0 would look as if all had; gauges begin anew."""
    meter.frames, meter.connections = 7, 3
    meter.close(1012)
    meter.relay(event(1))
    successor = Meter(clock=clock)
    successor.resume(meter.row())
    successor.frames += 1
    told = values(successor)
    assert (told["frames_total"], told["connections"]) == (8, 0)
    assert told['closes_total{code="1012"}'] == 1
    assert told["relay_seconds_count"] == 1


def test_the_deepest_outbox_is_told_for_a_minute_or_two(meter: Meter, clock: Clock) -> None:
    """So that nobody who asks every minute misses it, and nothing is told for ever."""
    meter.row()
    meter.wait(5_000)
    assert values(meter)["outbox_high_water_bytes"] == 5_000
    clock.now = 61.0
    assert values(meter)["outbox_high_water_bytes"] == 5_000
    clock.now = 122.0
    assert values(meter)["outbox_high_water_bytes"] == 5_000
    clock.now = 123.0
    assert values(meter)["outbox_high_water_bytes"] == 0


def test_without_workers_there_is_nothing_to_add() -> None:
    """At the very beginning."""
    assert values()["connections"] == 0
