"""The design of the beginning: one AMQP connection a client, under uWSGI and gevent."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.contestant import Contestant
from bench.event import template
from bench.ours import SLOTS_BESIDES, new_uri
from bench.peers import environments, servers
from bench.processes import family
from bench.publisher import AmqpPublisher
from ops import ports
from ops.rabbitmq import RabbitMQ

HERE = Path(__file__).parent


@contextmanager
def run(clients: int) -> Iterator[Contestant]:
    """Start RabbitMQ and one uWSGI worker."""
    bin_, uri = environments.python(HERE), new_uri()
    port = ports.free_ports(1)[0]
    command: list[str | Path] = [bin_ / "uwsgi", "--http-socket", f"127.0.0.1:{port}"]
    command += ["--wsgi-file", HERE / "server.py", "--virtualenv", bin_.parent, "--need-app"]
    command += ["--gevent", str(clients + SLOTS_BESIDES), "--gevent-monkey-patch", "--master"]
    command += ["--listen", "4096", "--max-fd", "16384", "--die-on-term", "--disable-logging"]
    command += ["--buffer-size", "16384", "--lazy-apps", "--no-orphans"]
    with (
        tempfile.TemporaryDirectory(prefix="chatire-") as directory,
        RabbitMQ(Path(directory)) as broker,
        servers.running("uwsgi", command, port=port, env={"AMQP_URL": broker.url}) as part,
        AmqpPublisher(broker.url, uri, template(uri), declares=True) as publisher,
    ):
        yield Contestant(
            port=port,
            dialect="plain",
            given={"path": f"/{uri}", "welcome": ""},
            publisher=publisher,
            server=lambda: family(part.pid),
            others={"broker": lambda: servers.node_processes(broker)},
        )
