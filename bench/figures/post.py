"""POST /messages/ on one application worker: how many a second, and how long each takes.

`posts`: as fast as AT_ONCE connections get their answers. `post_p50`: at PACE posts a second, come
what may, each counted from the moment at which it was due: so a worker that cannot keep up shows.
Both through nginx, on SQLite, each post with its event published and confirmed.
"""

import asyncio
import time

import uvloop

from bench.http import Http
from bench.options import Options
from bench.ours import Instance
from bench.population import Town, populate
from bench.progress import say
from bench.samples import MILLI, Samples, empty
from bench.statistics import percentile

AT_ONCE = 8
"""The threads of one worker (uwsgi-app.ini)."""
PACE = 150.0
PEOPLE = 20


def measure(scope: str, options: Options) -> Samples:
    """Return ``posts`` (a second), ``post_p50`` and ``post_p99`` (ms)."""
    samples = empty()
    with Instance(scope, PEOPLE).stack as stack:
        town = populate(stack, people=PEOPLE, sessions_each=10)
        assert len(stack.application_workers) == 1
        uvloop.run(_closed(stack.port, town, 1.0))  # the first ones load and connect
        for _ in range(options.repetitions):
            rate = uvloop.run(_closed(stack.port, town, options.post_seconds))
            took = uvloop.run(_open(stack.port, town, options.post_seconds))
            p50, p99 = (percentile(took, percent) * MILLI for percent in (50, 99))
            samples["posts"].append(rate)
            samples["post_p50"].append(p50)
            samples["post_p99"].append(p99)
            say(f"{rate:.0f} posts a second; at {PACE:.0f}: p50 {p50:.1f} ms, p99 {p99:.1f} ms")
    return dict(samples)


async def _closed(port: int, town: Town, seconds: float) -> float:
    """Return how many were answered a second, AT_ONCE under way all the time."""
    http = Http("127.0.0.1", port, connections=AT_ONCE)
    began = time.monotonic()

    async def one(lane: int) -> int:
        count = 0
        while time.monotonic() < began + seconds:
            await _post(http, town, lane + count * AT_ONCE)
            count += 1
        return count

    counts = await asyncio.gather(*map(one, range(AT_ONCE)))
    rate = sum(counts) / (time.monotonic() - began)
    http.close()
    return rate


async def _open(port: int, town: Town, seconds: float) -> list[float]:
    """Return the seconds from when each was due until its answer."""
    http = Http("127.0.0.1", port, connections=4 * AT_ONCE)
    began = time.monotonic()

    async def one(number: int) -> float:
        due = began + number / PACE
        await asyncio.sleep(due - time.monotonic())
        await _post(http, town, number)
        return time.monotonic() - due

    took = await asyncio.gather(*map(one, range(int(seconds * PACE))))
    http.close()
    return took


async def _post(http: Http, town: Town, number: int) -> None:
    place = number % len(town.uris)
    path = f"/api/chats/{town.uris[place]}/messages/"
    body = {"message": f"message {number}"}
    status, answer = await http.call("POST", path, body, token=town.poster(place))
    assert status == 201, answer
