"""Four gateway workers are replaced under thousands of clients: how they come back.

`python -m bench.rolling_reload [--clients 2000] [--scope client|worker]` starts a whole
instance, connects everybody, touches `ws.reload` while somebody posts, and prints how
many were sent away and welcomed in which second. Ends with 1 where anybody misses anything.
"""

import argparse
import asyncio
import json
import re
import resource
import time
import urllib.request
from collections import Counter
from collections.abc import Iterable

from bench.broker_restart import RESULTS
from bench.client import BenchClient
from bench.crowd import LONGEST, Crowd
from tests.live.stack import Stack

WORKERS = 4
SENT_AWAY = "closed 1012"


async def reload(stack: Stack, clients: int) -> dict[str, object]:
    """Return the figures, in seconds after the reload was asked for."""
    async with Crowd(stack, clients) as crowd:
        old = set(stack.gateway_workers)
        began = time.monotonic()
        (stack.directory / "ws.reload").touch()
        await _replaced(stack, old)
        took = time.monotonic() - began
        print(f"the workers were replaced after {took:.1f} s", flush=True)
        await crowd.until("is back", _is_back)
        await crowd.have_all()
        moments = [moment for client in crowd.clients for moment in client.moments]
        return {
            "clients": len(crowd.clients),
            "workers": WORKERS,
            "took": round(took, 2),
            "sent_away": _seconds(moments, SENT_AWAY, began),
            "welcomed": _seconds(moments, "welcome", began),
            "posted": crowd.posted.total(),
            "moments": crowd.moments(),
            "handshakes": await asyncio.to_thread(_handshakes, stack),
        }


def _handshakes(stack: Stack) -> dict[str, float]:
    """Return how many handshakes the gateway has answered with each status."""
    with urllib.request.urlopen(f"{stack.base_url}/ws/metrics") as answer:  # noqa: S310
        told = answer.read().decode()
    found = re.findall(
        r'^chatire_gateway_handshakes_total{status="(\d+)"} (\S+)$', told, re.MULTILINE
    )
    return {status: float(count) for status, count in found if float(count)}


async def _replaced(stack: Stack, old: set[int]) -> None:
    """Return once no worker of before is left, and as many new ones are there."""
    deadline = time.monotonic() + LONGEST
    while old & (present := set(stack.gateway_workers)) or len(present) < WORKERS:
        if time.monotonic() > deadline:
            raise TimeoutError(f"not replaced: {old & present}\n{stack.logs()}")
        await asyncio.sleep(0.2)


def _is_back(client: BenchClient) -> bool:
    """Tell whether it is welcomed and synced after it was last sent away."""
    ends = [at for at, what in client.moments if what.startswith("closed")]
    welcome, synced = client.last("welcome"), client.last("synced")
    return welcome is not None and synced is not None and max(ends, default=0) < welcome < synced


def _seconds(moments: Iterable[tuple[float, str]], what: str, began: float) -> list[float]:
    return sorted(round(at - began, 2) for at, each in moments if each == what and at > began)


def _most_in_a_second(times: Iterable[float]) -> int:
    return max(Counter(int(at) for at in times).values(), default=0)


def main() -> None:
    """Run it, and write what came of it."""
    parser = argparse.ArgumentParser(prog="python -m bench.rolling_reload")
    parser.add_argument("--clients", type=int, default=2_000)
    parser.add_argument("--scope", choices=("client", "worker"), default="client")
    chosen = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (20_000, 20_000))
    # Three must hold everybody while the fourth is away, and none of them its even share.
    places = chosen.clients // (WORKERS - 1) * 3 // 2
    environment = {"WS_QUEUE_SCOPE": chosen.scope, "WS_MAX_CONNECTIONS_PER_USER": "100"}
    flags = f"--processes {WORKERS} --gevent {places}"
    with Stack(environment=environment, ws_flags=flags) as stack:
        figures = asyncio.run(reload(stack, chosen.clients)) | {"scope": chosen.scope}
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"rolling-reload-{chosen.scope}.json"
    file.write_text(json.dumps(figures, indent=1))
    for what in ("sent_away", "welcomed"):
        times = figures[what]
        assert isinstance(times, list)
        most = _most_in_a_second(times)
        print(f"{what}: {len(times)}, at most {most} in a second, the last after {times[-1]} s")
    print(figures["moments"])
    print(f"handshakes by status: {figures['handshakes']}")


if __name__ == "__main__":
    main()
