"""Publishes to the group from a process of its own, as `bench.publisher` tells it."""

import asyncio
import json
import sys
import time

from channels.layers import get_channel_layer

from bench.event import stamped
from bench.peers.django_channels.layer import ROOM, configure


async def publish(count: int, every: float, template: str) -> None:
    """Send ``count`` events to the group."""
    layer = get_channel_layer()
    began = time.monotonic()
    for number in range(count):
        await asyncio.sleep(max(0.0, began + number * every - time.monotonic()))
        body = stamped(template, time.monotonic()).decode()
        await layer.group_send(ROOM, {"type": "room.event", "body": body})


async def main() -> None:
    """Obey until standard input ends."""
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        await publish(**json.loads(line))
        print("{}", flush=True)


if __name__ == "__main__":
    configure()
    asyncio.run(main())
