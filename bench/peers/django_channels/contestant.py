"""Django Channels with channels_redis, on Daphne and on uvicorn, with both of its layers."""

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
from ops.layout import CHECKOUT

HERE = Path(__file__).parent
PACKAGE = "bench.peers.django_channels"
SERVERS = ("daphne", "uvicorn")
LAYERS = ("core", "pubsub")


@contextmanager
def run(server: str, layer: str, _clients: int) -> Iterator[Contestant]:
    """Start Redis and one process of the server."""
    bin_ = environments.python(HERE)
    port = ports.free_ports(1)[0]
    with servers.redis() as redis:
        env = {"LAYER": layer, "REDIS_PORT": str(redis.port), "PYTHONPATH": str(CHECKOUT)}
        publish = Talker([str(bin_ / "python"), "-m", f"{PACKAGE}.publish"], env=env)
        with (
            servers.running(server, _command(bin_, server, port), port=port, env=env) as part,
            ProcessPublisher(publish, template("0" * 15)) as publisher,
        ):
            yield Contestant(
                port=port,
                dialect="plain",
                given={"path": "/", "welcome": "welcome"},
                publisher=publisher,
                server=lambda: family(part.pid),
                others={"redis": lambda: [redis.part.pid]},
            )


def _command(bin_: Path, server: str, port: int) -> list[str | Path]:
    here, application = ["--port", str(port)], f"{PACKAGE}.server:application"
    if server == "daphne":
        return [bin_ / "daphne", "--bind", "127.0.0.1", *here, application]
    quiet = ["--log-level", "warning", "--lifespan", "off"]
    return [bin_ / "uvicorn", "--host", "127.0.0.1", *here, *quiet, application]
