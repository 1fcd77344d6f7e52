"""A private RabbitMQ and a gateway for the tests that want real ones."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.rabbitmq import RabbitMQ
from tests.websocket_server.publisher import Publisher
from tests.websocket_server.server import Server
from websocket_server.config import QueueScope

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RabbitMQ]:
    """Return a RabbitMQ node of our own."""
    directory: Path = tmp_path_factory.mktemp("rabbitmq")
    with RabbitMQ(directory) as node:
        yield node


@pytest.fixture(scope="session", params=list(QueueScope))
def scope(request: pytest.FixtureRequest) -> dict[str, str]:
    """Return a gateway's environment for each queue scope: the promise is the same over both."""
    return {"WS_QUEUE_SCOPE": request.param}


@pytest.fixture(scope="session")
def server(broker: RabbitMQ, scope: dict[str, str]) -> Iterator[Server]:
    """Return a gateway of two workers that no test may harm."""
    with Server(broker.url, environment=scope) as server:
        yield server


@pytest.fixture
def publisher(broker: RabbitMQ) -> Iterator[Publisher]:
    """Return the application's part."""
    with Publisher(broker.url) as publisher:
        yield publisher


@pytest.fixture
def uri() -> str:
    """Return a session that no other test uses."""
    return f"{next(_numbers):015x}"


@pytest.fixture
def user() -> int:
    """Return a user that no other test uses: alice."""
    return 1_000 + next(_numbers)
