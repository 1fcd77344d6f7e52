"""RabbitMQ's own Web STOMP plugin: no gateway at all, each client is the broker's."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.contestant import Contestant
from bench.event import template
from bench.ours import new_uri
from bench.peers import servers
from bench.publisher import AmqpPublisher
from ops import ports
from ops.rabbitmq import USER, RabbitMQ

# Its STOMP without a WebSocket listens, too; by default on every address.
PLUGIN = """\
stomp.listeners.tcp.1 = 127.0.0.1:{stomp}
web_stomp.tcp.ip = 127.0.0.1
web_stomp.tcp.port = {web_stomp}
web_stomp.tcp.backlog = 4096
# Its clients only listen; by default it takes one who says nothing for a minute to be gone.
web_stomp.ws_opts.idle_timeout = 3600000
"""


class Node(RabbitMQ):
    """A private node with the plugin."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self.stomp, self.web_stomp = ports.free_ports(2)

    def _configure(self) -> None:
        super()._configure()
        (self.directory / "enabled_plugins").write_text("[rabbitmq_web_stomp].\n")
        with (self.directory / "rabbitmq.conf").open("a") as file:
            file.write(PLUGIN.format(stomp=self.stomp, web_stomp=self.web_stomp))


@contextmanager
def run(_clients: int) -> Iterator[Contestant]:
    """Start RabbitMQ with the plugin."""
    uri = new_uri()
    with (
        tempfile.TemporaryDirectory(prefix="chatire-") as directory,
        Node(Path(directory)) as node,
        AmqpPublisher(node.url, uri, template(uri), declares=True) as publisher,
    ):
        yield Contestant(
            port=node.web_stomp,
            dialect="stomp",
            given={
                "user": USER,
                "password": node.identity.password,
                "destination": f"/exchange/{uri}",
            },
            publisher=publisher,
            server=lambda: servers.node_processes(node),
        )
