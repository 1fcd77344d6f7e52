"""Socket.IO with its Redis adapter; its clients open a WebSocket at once."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.contestant import Contestant
from bench.event import template
from bench.peers import environments, servers
from bench.processes import family
from bench.publisher import ProcessPublisher
from bench.talker import Talker
from ops import ports

HERE = Path(__file__).parent


@contextmanager
def run(_clients: int) -> Iterator[Contestant]:
    """Start Redis and the server."""
    modules, port = environments.node(HERE), ports.free_ports(1)[0]
    with servers.redis() as redis:
        env = os.environ | {"NODE_PATH": str(modules), "PORT": str(port)}
        env |= {"REDIS_PORT": str(redis.port)}
        publish = Talker(["node", str(HERE / "publish.cjs")], env=env)
        with (
            ProcessPublisher(publish, template("0" * 15)) as publisher,
            servers.running("node", ["node", HERE / "server.cjs"], port=port, env=env) as part,
        ):
            yield Contestant(
                port=port,
                dialect="socket.io",
                given={},
                publisher=publisher,
                server=lambda: family(part.pid),
                others={"redis": lambda: [redis.part.pid]},
                longest_burst=4_000,
            )
