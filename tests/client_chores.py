"""What a shell of the reference client has under way in its event loop: calls, and timers."""

import asyncio
import random
from collections.abc import Callable, Coroutine
from typing import Any

from tests.client import Timer, Wait


class Chores:
    """Used in the loop's thread alone. ``on_timer(timer, uri)`` is called when a wait is over."""

    def __init__(self, on_timer: Callable[[Timer, str], None]) -> None:
        self._on_timer = on_timer
        self._tasks: set[asyncio.Task[None]] = set()
        self._timers: dict[tuple[Timer, str], asyncio.TimerHandle] = {}

    def spawn(self, coroutine: Coroutine[Any, Any, None]) -> None:
        """Run a call beside everything else."""
        task = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def wait(self, wanted: Wait) -> None:
        """Wait for a random time; of two waits for the same thing the earlier one counts."""
        key = (wanted.timer, wanted.uri)
        if key not in self._timers:
            seconds = random.uniform(wanted.least, wanted.most)
            loop = asyncio.get_running_loop()
            self._timers[key] = loop.call_later(seconds, self._elapse, *key)

    def cancel(self) -> None:
        """Drop everything at once."""
        for handle in self._timers.values():
            handle.cancel()
        for task in self._tasks:
            task.cancel()

    async def finish(self, within: float) -> None:
        """Drop the timers, give the calls ``within`` seconds, and return when nothing is left."""
        for handle in self._timers.values():
            handle.cancel()
        others = [task for task in self._tasks if task is not asyncio.current_task()]
        await asyncio.wait(others, timeout=within) if others else None
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _elapse(self, timer: Timer, uri: str) -> None:
        del self._timers[timer, uri]
        self._on_timer(timer, uri)
