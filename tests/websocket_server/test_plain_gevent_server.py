"""The web server can be replaced: all but the transport runs without uWSGI."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.rabbitmq import RabbitMQ
from tests.websocket_server import frames
from tests.websocket_server.publisher import Publisher
from tests.websocket_server.server import KEY, ROOT, wait_until
from tests.websocket_server.wire import Wire, ticket

pytestmark = pytest.mark.broker


@pytest.fixture(scope="module")
def address(broker: RabbitMQ) -> Iterator[Path]:
    """Return where a gateway listens that knows no uWSGI."""
    with tempfile.TemporaryDirectory(prefix="ws-", dir="/tmp") as directory:
        path, log = Path(directory) / "ws.sock", Path(directory) / "log"
        command = [sys.executable, "-m", "tests.websocket_server.plain_gevent_server", str(path)]
        environment = {"AMQP_URL": broker.url, "TICKET_KEY": KEY}
        with (
            log.open("wb") as stream,
            subprocess.Popen(command, cwd=ROOT, env=environment, stderr=stream) as process,
        ):
            wait_until(lambda: "broker up" in log.read_text(), "the plain server")
            yield path
            process.terminate()


def test_an_event_reaches_its_members(
    address: Path, publisher: Publisher, uri: str, user: int
) -> None:
    """Handshake, welcome, relay, ping, Close: as under uWSGI."""
    with Wire.open(address, ticket(user, uri, key=KEY)) as alice:
        assert alice.answer.status == 101
        assert alice.hear()["sessions"] == [uri]
        body = publisher.post(uri, 1)
        assert alice.hear_body() == body
        assert alice.is_alive()
        alice.send(frames.close(1000))
        assert alice.closed() == (1000, "")
        assert alice.ended()


def test_mallory_is_refused_or_closed(address: Path, user: int) -> None:
    """With a forged ticket, or with a broken frame."""
    with Wire.open(address, "forged") as mallory:
        assert mallory.answer.status == 401
    with Wire.open(address, ticket(user, key=KEY)) as mallory:
        mallory.send(frames.more(b"stray", fin=True))
        assert mallory.closed()[0] == 1002
