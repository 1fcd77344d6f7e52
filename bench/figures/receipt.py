"""One message in an idle system: from before its POST until its author's socket has it.

Through nginx, as a browser comes; with a ticket of the application's.
"""

import asyncio
import json
import time
import uuid

import uvloop

from bench.http import Http
from bench.options import Options
from bench.ours import Instance
from bench.population import Town, populate
from bench.progress import say
from bench.samples import MILLI, Samples, empty
from bench.socket import Socket
from bench.statistics import percentile

REST = 0.05
"""Seconds between two messages: the system is idle."""
RECEIPT_WITHIN = 10.0
PEOPLE = 10


def measure(scope: str, options: Options) -> Samples:
    """Return ``receipt_p50`` and ``receipt_p99`` (ms)."""
    samples = empty()
    instance = Instance(scope, PEOPLE)
    with instance.stack as stack:
        instance.wait_until_ready()
        town = populate(stack, people=PEOPLE, sessions_each=1)
        for _ in range(options.repetitions):
            took = uvloop.run(_receipts(stack.port, town, options.receipts))
            p50, p99 = (percentile(took, percent) * MILLI for percent in (50, 99))
            samples["receipt_p50"].append(p50)
            samples["receipt_p99"].append(p99)
            say(f"POST to receipt: p50 {p50:.1f} ms, p99 {p99:.1f} ms")
    return dict(samples)


async def _receipts(port: int, town: Town, count: int) -> list[float]:
    http = Http("127.0.0.1", port)
    uri, token = town.uris[0], town.poster(0)
    heard: asyncio.Queue[dict[str, object]] = asyncio.Queue()
    status, ticket = await http.call("POST", "/api/tickets/", {"uri": uri}, token=token)
    assert status == 200, ticket
    socket = Socket(
        ticket["path"],
        ticket["ticket"],
        on_text=lambda payload: heard.put_nowait(json.loads(payload) | {"_": time.monotonic()}),
        on_end=lambda code, _: heard.put_nowait({"type": f"closed {code}"}),
    )
    await asyncio.get_running_loop().create_connection(lambda: socket, "127.0.0.1", port)
    await _until(heard, "welcome")
    took = [await _post(http, f"/api/chats/{uri}/messages/", token, heard) for _ in range(count)]
    socket.close()
    http.close()
    return took


async def _post(
    http: Http, path: str, token: str, heard: asyncio.Queue[dict[str, object]]
) -> float:
    """Return the seconds from before the POST until its event came."""
    mine = str(uuid.uuid4())
    began = time.monotonic()
    body = {"message": "hello", "client_message_id": mine}
    status, answer = await http.call("POST", path, body, token=token)
    assert status == 201, answer
    event = await _until(heard, "message.posted")
    data, at = event["data"], event["_"]
    assert isinstance(data, dict)
    assert isinstance(at, float)
    assert data["client_message_id"] == mine
    await asyncio.sleep(REST)
    return at - began


async def _until(heard: asyncio.Queue[dict[str, object]], type: str) -> dict[str, object]:
    """Return the next frame of a type; TimeoutError where none comes."""
    async with asyncio.timeout(RECEIPT_WITHIN):
        while True:
            frame = await heard.get()
            if frame["type"] == type:
                return frame
