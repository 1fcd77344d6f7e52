"""Waiting for what another process does: look often, give up in time, never just sleep."""

import threading
import time
from collections.abc import Callable

_NEVER = threading.Event()


def wait_until(
    condition: Callable[[], object], what: str, *, timeout: float = 20, every: float = 0.02
) -> None:
    """Return once ``condition()`` is true; raise AssertionError after ``timeout`` seconds."""
    deadline = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not in {timeout} s")
        _NEVER.wait(every)
