"""Thousands of clients on one instance, of whom somebody posts all the time."""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Callable
from typing import Self

from bench.client import BenchClient
from bench.http import Http
from bench.population import populate
from tests.live.stack import Stack

SOCKETS_EACH = 10
SESSIONS_EACH = 5
ARRIVALS_PER_SECOND = 60
POSTS_PER_SECOND = 2
LONGEST = 180.0


class Crowd:
    """So many ``clients`` of a stack that is up. Inside, somebody posts twice a second."""

    def __init__(self, stack: Stack, clients: int) -> None:
        """Write people and sessions into the stack's database; nobody comes yet."""
        town = populate(stack, people=clients // SOCKETS_EACH, sessions_each=SESSIONS_EACH)
        self._town = town
        address = ("127.0.0.1", stack.port)
        self._http = Http(*address)
        self.clients = [
            BenchClient(self._http, address, token)
            for token in town.tokens
            for _ in range(SOCKETS_EACH)
        ]
        self.posted: Counter[str] = Counter()

    async def __aenter__(self) -> Self:
        await self._arrive()
        self._posting = asyncio.create_task(self._post())
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._post_no_more()
        for client in self.clients:
            client.close()

    async def have_all(self) -> None:
        """Post no more, and return once everybody has every event once, in order."""
        await self._post_no_more()
        await self.until("has all", self._has_all)

    async def until(self, what: str, condition: Callable[[BenchClient], bool]) -> None:
        """Return when ``condition`` holds of every client; TimeoutError after LONGEST."""
        deadline = time.monotonic() + LONGEST
        left = self.clients
        while left := [client for client in left if not condition(client)]:
            print(f"{len(self.clients) - len(left)} of {len(self.clients)} {what}", flush=True)
            if time.monotonic() > deadline:
                raise TimeoutError(f"{len(left)} not {what}: {left[0].moments[-8:]}")
            await asyncio.sleep(2)

    def moments(self) -> Counter[str]:
        """Count what has happened to all clients."""
        return Counter(what for client in self.clients for _, what in client.moments)

    async def _post_no_more(self) -> None:
        """Raise what has ended the posting before, if anything has."""
        self._posting.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._posting

    async def _arrive(self) -> None:
        began = time.monotonic()
        for number, client in enumerate(self.clients):
            client.start()
            await asyncio.sleep(max(0.0, began + number / ARRIVALS_PER_SECOND - time.monotonic()))
        await self.until("synced", lambda client: client.last("synced") is not None)

    async def _post(self) -> None:
        while True:
            number = self.posted.total()
            place = number % len(self._town.uris)
            uri, token = self._town.uris[place], self._town.poster(place)
            path = f"/api/chats/{uri}/messages/"
            status, _ = await self._http.call("POST", path, {"message": f"{number}"}, token=token)
            assert status == 201, status
            self.posted[uri] += 1
            await asyncio.sleep(1 / POSTS_PER_SECOND)

    def _has_all(self, client: BenchClient) -> bool:
        return all(seqs == sorted(set(seqs)) for seqs in client.seqs.values()) and all(
            client.seqs[uri] == list(range(1, count + 1))
            for uri, count in self.posted.items()
            if client.knows(uri)
        )
