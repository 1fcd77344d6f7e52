"""Node's `ws` with amqplib: one process, one queue, one fanout exchange."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.contestant import Contestant
from bench.event import template
from bench.ours import new_uri
from bench.peers import environments, servers
from bench.processes import family
from bench.publisher import AmqpPublisher
from ops import ports
from ops.rabbitmq import RabbitMQ

HERE = Path(__file__).parent


@contextmanager
def run(_clients: int) -> Iterator[Contestant]:
    """Start RabbitMQ and the server."""
    modules, uri, port = environments.node(HERE), new_uri(), ports.free_ports(1)[0]
    with (
        tempfile.TemporaryDirectory(prefix="chatire-") as directory,
        RabbitMQ(Path(directory)) as broker,
    ):
        env = {"NODE_PATH": str(modules), "AMQP_URL": broker.url}
        env |= {"EXCHANGE": uri, "PORT": str(port)}
        with (
            servers.running("node", ["node", HERE / "server.cjs"], port=port, env=env) as part,
            AmqpPublisher(broker.url, uri, template(uri)) as publisher,
        ):
            yield Contestant(
                port=port,
                dialect="plain",
                given={"path": "/", "welcome": "welcome"},
                publisher=publisher,
                server=lambda: family(part.pid),
                others={"broker": lambda: servers.node_processes(broker)},
                longest_burst=4_000,
            )
