"""A contestant and its clients, who are in: bursts, and a steady pace."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bench.contestant import Contestant
from bench.processes import core_seconds, resident
from bench.statistics import percentile
from bench.talker import Talker
from ops.installation import PYTHON

CONNECT_WITHIN = 180.0
FIRST_BURST = 5
"""Events; it only tells how many the others are to have."""
BURST_SECONDS = 4.0
BURST_WITHIN = 60.0
PACE = 4.0
"""Messages a second."""


class BrokenRunError(Exception):
    """What was measured is worth nothing: clients are missing, or heard more than was said."""


@dataclass(frozen=True)
class Arrival:
    """How all came in: from the first connection until the last was bound."""

    seconds: float
    bytes_each: float
    """By which the server's resident memory has grown for a client."""


@dataclass(frozen=True)
class Burst:
    """Events as fast as they can be published."""

    events: int
    lost: int
    """Deliveries that did not come."""
    a_second: float
    """Deliveries, from the first publication to the last receipt."""
    cores: dict[str, float]
    """How much of a core each process took meanwhile: what limits the figure."""


@dataclass(frozen=True)
class Pace:
    """PACE messages a second to everybody; seconds from publication to receipt."""

    p50: float
    p99: float
    lost: int


class Arena:
    """A contestant, and ``clients`` of it in the load generator."""

    def __init__(self, contestant: Contestant, generator: Talker, clients: int) -> None:
        self._contestant = contestant
        self._generator = generator
        self._clients = clients
        self._events = FIRST_BURST

    def arrive(self) -> Arrival:
        """Bring all clients in; BrokenRunError unless all are bound."""
        before = resident(self._contestant.server())
        answer = self._generator.ask(
            do="connect",
            port=self._contestant.port,
            clients=self._clients,
            dialect=self._contestant.dialect,
            given=self._contestant.given,
            answer_within=CONNECT_WITHIN + 10,
            within=CONNECT_WITHIN,
        )
        grown = resident(self._contestant.server()) - before
        if answer["bound"] != self._clients:
            raise BrokenRunError(f"{answer['bound']} of {self._clients}: {answer['problems']}")
        return Arrival(answer["seconds"], grown / self._clients)

    def leave(self) -> None:
        """Take all clients away; BrokenRunError where one had been thrown out."""
        dropped = self._generator.ask(do="leave")["dropped"]
        if dropped:
            raise BrokenRunError(f"{dropped} clients were thrown out")

    def warm_up(self) -> None:
        """Find out how many events fill BURST_SECONDS."""
        first = self.burst(events=FIRST_BURST)
        second = self.burst(events=self._fitting(first) // 4 + 1)
        self._events = self._fitting(second)

    def burst(self, *, events: int = 0) -> Burst:
        """Publish as many events at once as `warm_up` found, or ``events``."""
        events = events or self._events
        pids = {
            "server": self._contestant.server(),
            "publisher": [self._contestant.publisher.pid],
            "generator": [self._generator.pid],
        } | {name: others() for name, others in self._contestant.others.items()}
        before = {name: core_seconds(each) for name, each in pids.items()}
        began = time.monotonic()
        answer = self._deliver(events, lambda: self._contestant.publisher.publish(events))
        took = answer["last"] - began
        return Burst(
            events=events,
            lost=events * self._clients - answer["events"],
            a_second=answer["events"] / took,
            cores={
                name: round((core_seconds(each) - before[name]) / took, 2)
                for name, each in pids.items()
            },
        )

    def pace(self, seconds: float) -> Pace:
        """Publish PACE events a second for so long."""
        events = max(1, int(seconds * PACE))

        def publish() -> None:
            self._contestant.publisher.publish(events, every=1 / PACE)

        answer = self._deliver(events, publish, latencies=True)
        latencies = answer["latencies"]
        return Pace(
            p50=percentile(latencies, 50),
            p99=percentile(latencies, 99),
            lost=events * self._clients - answer["events"],
        )

    def _fitting(self, burst: Burst) -> int:
        wanted = int(burst.a_second * BURST_SECONDS / self._clients)
        return min(max(wanted, FIRST_BURST), self._contestant.longest_burst)

    def _deliver(
        self, events: int, publish: Callable[[], None], *, latencies: bool = False
    ) -> dict[str, Any]:
        deliveries = events * self._clients
        self._generator.ask(
            do="expect", events=deliveries, within=BURST_WITHIN, latencies=latencies
        )
        publish()
        answer = self._generator.hear(answer_within=BURST_WITHIN + 10)
        if not 0 < answer["events"] <= deliveries:
            raise BrokenRunError(f"{answer['events']} deliveries of {deliveries}")
        return answer


@contextmanager
def opened(contestant: Contestant, clients: int) -> Iterator[Arena]:
    """Start a load generator for a contestant; nobody has come yet."""
    with Talker([str(PYTHON), "-m", "bench.generator"]) as generator:
        yield Arena(contestant, generator, clients)
