"""RabbitMQ restarts under thousands of clients: how they come back.

`python -m bench.broker_restart [--clients 5000] [--scope client|worker]` starts a whole
instance, connects everybody, restarts the broker while somebody posts, and prints when
who was welcomed and synced again. Ends with 1 where anybody misses anything.
"""

import argparse
import asyncio
import json
import resource
import time
from pathlib import Path

from bench.client import BenchClient
from bench.crowd import Crowd
from tests.live.stack import Stack

RESULTS = Path("bench/results")


async def restart(stack: Stack, clients: int) -> dict[str, object]:
    """Return the figures, in seconds after the broker's return."""
    async with Crowd(stack, clients) as crowd:
        await asyncio.sleep(2)
        await asyncio.to_thread(stack.stop_broker)
        gone = time.monotonic()
        await asyncio.to_thread(stack.start_broker)
        back = time.monotonic()
        print(f"the broker was away for {back - gone:.1f} s", flush=True)
        await crowd.until("synced again", lambda client: _after(client, "welcome", back))
        await crowd.have_all()
        welcomed = [client.last("welcome") or 0.0 for client in crowd.clients]
        synced = [client.last("synced") or 0.0 for client in crowd.clients]
        return {
            "clients": len(crowd.clients),
            "away": round(back - gone, 2),
            "welcomed": sorted(round(at - back, 2) for at in welcomed),
            "synced": sorted(round(at - back, 2) for at in synced),
            "posted": crowd.posted.total(),
            "moments": crowd.moments(),
        }


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
        figures = asyncio.run(restart(stack, chosen.clients)) | {"scope": chosen.scope}
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
