"""Starting what a peer consists of: its own process, and Redis."""

import os
import shlex
import socket
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.processes import family
from ops import ports
from ops.failures import Failure
from ops.rabbitmq import RabbitMQ
from tests.live.deadline import wait_until
from tests.live.part import Part

READY_WITHIN = 30.0
"""Seconds."""


@contextmanager
def running(
    name: str, command: Sequence[str | Path], *, port: int, env: Mapping[str, str] | None = None
) -> Iterator[Part]:
    """Start a server and wait until it listens on ``port``; Failure with its last words if not."""
    with tempfile.TemporaryDirectory(prefix="chatire-") as directory:
        words = shlex.join(map(str, command))
        environment = dict(os.environ) | dict(env or {})
        part = Part(name, f"exec {words}", log=Path(directory, "log"), env=environment)
        part.start()
        try:
            wait_for(port, part)
            yield part
        except BaseException:
            print(part.output[-2000:], flush=True)
            raise
        finally:
            part.stop()


def wait_for(port: int, part: Part) -> None:
    """Return once somebody listens on ``port``."""
    said = f"{part.name} listens"
    wait_until(lambda: _listens(port) or not part.is_running, said, timeout=READY_WITHIN)
    if not part.is_running:
        raise Failure(f"{part.name} does not listen:\n{part.output[-2000:]}")


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


@dataclass(frozen=True)
class Redis:
    """A Redis of our own, which keeps nothing."""

    port: int
    part: Part


@contextmanager
def redis() -> Iterator[Redis]:
    """Start Redis on a free port of 127.0.0.1."""
    port = ports.free_ports(1)[0]
    command = ("redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "")
    with running("redis", (*command, "--dir", tempfile.gettempdir()), port=port) as part:
        yield Redis(port, part)


def node_processes(broker: RabbitMQ) -> list[int]:
    """Return the processes of a RabbitMQ that runs."""
    assert broker.server is not None
    return family(broker.server.pid)
