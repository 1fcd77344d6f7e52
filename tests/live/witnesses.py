"""Clients that talk all the time, on every worker: they notice what hurts others."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.client_shell import LiveClient
from tests.live.cast import Person, meet
from tests.live.clients import Connect
from tests.live.stack import Stack

AT_LEAST = 16
ON_EACH_WORKER = 4
AT_MOST = 80
"""Accepting is uneven: one worker may take many in a row, but not all of these."""


@dataclass
class Witnesses:
    """Everybody in one session, and the workers that serve them."""

    stack: Stack
    owner: Person
    uri: str
    clients: list[LiveClient]
    workers: list[int]
    count: int = 0

    def notice_nothing(self) -> None:
        """Say one more thing: all hear it, on the connection they had from the beginning."""
        self.count += 1
        self.owner.rest.post(self.uri, f"message {self.count}")
        texts = [f"message {number + 1}" for number in range(self.count)]
        for client in self.clients:
            client.wait_posted(self.uri, texts)
            assert client.closes == []
        assert self.stack.gateway_workers == self.workers


def call_witnesses(stack: Stack, people: list[Person], connect: Connect) -> Witnesses:
    """Connect clients until there are enough of them, on every worker."""
    uri = meet(*people)
    workers = stack.gateway_workers
    idle = Counter({pid: sockets(pid) for pid in workers})
    clients: list[LiveClient] = []

    def enough() -> bool:
        held = Counter({pid: sockets(pid) for pid in workers})
        held.subtract(idle)
        return len(clients) >= AT_LEAST and min(held.values()) >= ON_EACH_WORKER

    while not enough():
        assert len(clients) < AT_MOST, "one worker takes all"
        person = people[len(clients) % len(people)]
        clients.append(connect(person, uri=uri, cursors={uri: 0}))
    return Witnesses(stack, people[0], uri, clients, workers)


def sockets(pid: int) -> int:
    """Return how many sockets a process holds."""
    links = (descriptor.readlink() for descriptor in Path(f"/proc/{pid}/fd").iterdir())
    return sum(str(link).startswith("socket:") for link in links)
