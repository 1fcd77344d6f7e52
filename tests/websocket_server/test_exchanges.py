"""Exchanges that nobody here uses any more."""

import pytest

from ops.rabbitmq import RabbitMQ
from tests.websocket_server.publisher import Publisher
from tests.websocket_server.server import Server, wait_until

pytestmark = pytest.mark.broker


def test_an_unused_exchange_is_deleted_after_a_while(
    broker: RabbitMQ, publisher: Publisher, uri: str, user: int
) -> None:
    """Not while any worker has a client of it, and not so that a later one is hurt."""
    environment = {"WS_UNUSED_EXCHANGE_AFTER": "0.3"}
    with Server(broker.url, environment=environment) as server:
        bob = server.open(user + 1, uri)
        for _ in range(6):
            server.open(user, uri).sock.close()
        server.open(user, uri[::-1]).sock.close()
        wait_until(lambda: not publisher.has_exchange(uri[::-1]), "the unused one to go")
        assert publisher.has_exchange(uri)
        publisher.post(uri, 1)
        assert bob.hear()["seq"] == 1
        bob.sock.close()
        wait_until(lambda: not publisher.has_exchange(uri), "the other to go, too")
        with server.open(user, uri) as alice:
            publisher.post(uri, 2)
            assert alice.hear()["seq"] == 2
