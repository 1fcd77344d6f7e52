"""Faults of what we stand on: RabbitMQ and PostgreSQL."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ops import children
from tests.broker_node import DEFAULT_MEMORY, limit_memory
from tests.faults.lasting import lasting
from tests.faults.scene import Scene

WHILE = 20.0
"""Seconds for which the broker does not answer: longer than any patience of ours."""


@contextmanager
def broker_killed(scene: Scene) -> Iterator[None]:
    """As by a power cut; somebody starts it again."""
    broker = scene.stack.parts["broker"]
    for pid in [each for each in children.descendants(broker.pid) if _name(each) == "beam.smp"]:
        os.kill(pid, signal.SIGKILL)
    broker.wait()
    yield
    scene.stack.start_broker()


@contextmanager
def broker_frozen(scene: Scene) -> Iterator[None]:
    """Its connections stay, and nothing answers."""
    scene.stack.parts["broker"].pause()
    lasting(WHILE)
    yield
    scene.stack.parts["broker"].resume()


@contextmanager
def memory_alarm(scene: Scene) -> Iterator[None]:
    """RabbitMQ reads nothing more from who publishes."""
    limit_memory(scene.stack.node, 0.0001)
    lasting(WHILE)
    yield
    limit_memory(scene.stack.node, DEFAULT_MEMORY)


@contextmanager
def database_restarted(scene: Scene) -> Iterator[None]:
    """PostgreSQL ends every connection, and is back a moment later."""
    assert scene.postgresql is not None
    scene.postgresql.halt()
    yield
    scene.postgresql.resume()


def _name(pid: int) -> str:
    """Return the name of a process; none where it has ended meanwhile, as RabbitMQ's helpers do."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""
