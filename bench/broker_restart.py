"""RabbitMQ restarts under thousands of clients: how they come back.

`python -m bench.broker_restart [--clients 5000] [--scope client|worker]` starts a whole
instance, connects everybody, restarts the broker while somebody posts, and prints when
who was welcomed and synced again. Ends with 1 where anybody misses anything.
"""

import argparse
import asyncio
import json
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from bench.client import BenchClient
from bench.http import Http
from ops.layout import CHECKOUT
from tests.live.stack import Stack

SOCKETS_EACH = 10
SESSIONS_EACH = 5
ARRIVALS_PER_SECOND = 100
POSTS_PER_SECOND = 2
LONGEST = 180.0
RESULTS = Path("bench/results")


class Restart:
    """One run, against a stack that is up."""

    def __init__(self, stack: Stack, clients: int) -> None:
        self._stack = stack
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "bench.populate",
                str(clients // SOCKETS_EACH),
                f"{SESSIONS_EACH}",
            ],
            cwd=CHECKOUT,
            env=stack.env,
            check=True,
            capture_output=True,
        )
        town = json.loads(done.stdout)
        self._uris: list[str] = town["uris"]
        self._tokens: list[str] = town["tokens"]
        address = ("127.0.0.1", stack.port)
        self._http = Http(*address)
        self._clients = [
            BenchClient(self._http, address, token)
            for token in self._tokens
            for _ in range(SOCKETS_EACH)
        ]
        self._posted: Counter[str] = Counter()

    async def run(self) -> dict[str, object]:
        """Return the figures, in seconds after the broker's return."""
        await self._arrive()
        posting = asyncio.create_task(self._post())
        await asyncio.sleep(2)
        await asyncio.to_thread(self._stack.stop_broker)
        gone = time.monotonic()
        await asyncio.to_thread(self._stack.start_broker)
        back = time.monotonic()
        print(f"the broker was away for {back - gone:.1f} s", flush=True)
        await self._until("synced again", lambda client: _after(client, "welcome", back))
        posting.cancel()
        await self._until("has all", self._has_all)
        welcomed = [client.last("welcome") or 0.0 for client in self._clients]
        synced = [client.last("synced") or 0.0 for client in self._clients]
        for client in self._clients:
            client.close()
        return {
            "clients": len(self._clients),
            "away": round(back - gone, 2),
            "welcomed": sorted(round(at - back, 2) for at in welcomed),
            "synced": sorted(round(at - back, 2) for at in synced),
            "posted": self._posted.total(),
            "moments": Counter(what for client in self._clients for _, what in client.moments),
        }

    async def _arrive(self) -> None:
        began = time.monotonic()
        for number, client in enumerate(self._clients):
            client.start()
            await asyncio.sleep(max(0.0, began + number / ARRIVALS_PER_SECOND - time.monotonic()))
        await self._until("synced", lambda client: client.last("synced") is not None)

    async def _post(self) -> None:
        while True:
            number = self._posted.total()
            uri = self._uris[number % len(self._uris)]
            token = self._tokens[number % len(self._uris) % len(self._tokens)]
            path = f"/api/chats/{uri}/messages/"
            status, _ = await self._http.call("POST", path, {"message": f"{number}"}, token=token)
            assert status == 201, status
            self._posted[uri] += 1
            await asyncio.sleep(1 / POSTS_PER_SECOND)

    def _has_all(self, client: BenchClient) -> bool:
        return all(seqs == sorted(set(seqs)) for seqs in client.seqs.values()) and all(
            client.seqs[uri] == list(range(1, count + 1))
            for uri, count in self._posted.items()
            if client.knows(uri)
        )

    async def _until(self, what: str, condition: Callable[[BenchClient], bool]) -> None:
        deadline = time.monotonic() + LONGEST
        left = self._clients
        while left := [client for client in left if not condition(client)]:
            print(f"{len(self._clients) - len(left)} of {len(self._clients)} {what}", flush=True)
            if time.monotonic() > deadline:
                raise TimeoutError(f"{len(left)} not {what}: {left[0].moments[-8:]}")
            await asyncio.sleep(2)


def _after(client: BenchClient, what: str, moment: float) -> bool:
    """Tell whether `what` happened after `moment`, and a sync after it."""
    at, synced = client.last(what), client.last("synced")
    return at is not None and synced is not None and moment < at < synced


def main() -> None:
    """Run it, and write what came of it."""
    parser = argparse.ArgumentParser(prog="python -m bench.broker_restart")
    parser.add_argument("--clients", type=int, default=5_000)
    parser.add_argument("--scope", choices=("client", "worker"), default="client")
    chosen = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (20_000, 20_000))
    places = chosen.clients // 2 + 500
    environment = {"WS_QUEUE_SCOPE": chosen.scope, "WS_MAX_CONNECTIONS_PER_USER": "100"}
    with Stack(environment=environment, ws_flags=f"--gevent {places}") as stack:
        figures = asyncio.run(Restart(stack, chosen.clients).run()) | {"scope": chosen.scope}
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"broker-restart-{chosen.scope}.json"
    file.write_text(json.dumps(figures, indent=1))
    for what in ("welcomed", "synced"):
        times = figures[what]
        assert isinstance(times, list)
        print(f"{what}: median {times[len(times) // 2]} s, last {times[-1]} s")
    print(figures["moments"])


if __name__ == "__main__":
    main()
