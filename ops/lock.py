"""One instance at a time in a run directory."""

import fcntl
import os

from ops.failures import Failure
from ops.layout import RunDirectory


def lock(run: RunDirectory) -> int:
    """Hold `run` for ourselves; return the descriptor: who has it holds the lock."""
    descriptor = os.open(run / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise Failure(
            f"Chatire is running from {run.name} already: stop that one,"
            " or give this one a RUN_DIR and a PORT of its own."
        ) from None
    return descriptor
