"""Faults that last."""

import threading

_NEVER = threading.Event()


def lasting(seconds: float) -> None:
    """Let a fault last: that time passes is the whole of it, so there is nothing to wait for."""
    _NEVER.wait(seconds)
