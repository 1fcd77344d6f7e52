"""Clients that do not read: what waits for them, and what they cost others."""

import time

import pytest

from chatire.protocol.events import UserType
from ops.rabbitmq import RabbitMQ
from tests.websocket_server.publisher import Publisher
from tests.websocket_server.server import KEY, Server
from tests.websocket_server.wire import Wire, connect, ticket, upgrade

pytestmark = pytest.mark.broker

TEXT = "x" * 4_000


def lazy(server: Server, user: int, *uris: str) -> Wire:
    """Return a client with a welcome and a small buffer."""
    sock = connect(server.address, receive_buffer=4_096)
    wire = Wire(sock, upgrade("/ws/", ["chatire.v1", f"ticket.{ticket(user, *uris, key=KEY)}"]))
    assert wire.hear()["type"] == "welcome"
    return wire


def test_a_slow_clients_backlog_waits_for_it_alone(
    server: Server, publisher: Publisher, uri: str, user: int
) -> None:
    """Everybody else has every message at once; the slow one gets them all when it reads."""
    with server.open(user, uri) as alice, lazy(server, user + 1, uri) as bob:
        for seq in range(1, 401):
            publisher.post(uri, seq, TEXT)
        assert [alice.hear()["seq"] for _ in range(400)] == list(range(1, 401))
        assert [bob.hear()["seq"] for _ in range(400)] == list(range(1, 401))


def test_a_full_queue_drops_its_oldest(
    broker: RabbitMQ, publisher: Publisher, uri: str, user: int
) -> None:
    """The newest arrive; alice, who reads, misses nothing."""
    with Server(broker.url, workers=1, environment={"WS_QUEUE_MESSAGES": "50"}) as server:
        alice, bob = server.open(user, uri), lazy(server, user + 1, uri)
        for seq in range(1, 501):
            publisher.post(uri, seq, TEXT)
            assert alice.hear()["seq"] == seq
        got = [bob.hear()["seq"]]
        while got[-1] != 500:
            got.append(bob.hear()["seq"])
        assert got == sorted(set(got))
        assert len(got) < 500
        bob.sock.close()


def test_a_client_that_takes_nothing_is_closed_4001(
    server: Server, publisher: Publisher, uri: str, user: int
) -> None:
    """What no queue holds for it does not fill the worker's memory either."""
    with server.open(user, uri) as alice, lazy(server, user + 1, uri) as bob:
        for number in range(800):
            publisher.tell(user + 1, UserType.NOTIFICATION, {"id": number, "text": TEXT})
        publisher.post(uri, 1)
        assert alice.hear()["seq"] == 1
        assert bob.closed()[0] == 4001


def test_a_ping_is_sent_and_its_pong_awaited(broker: RabbitMQ, uri: str, user: int) -> None:
    """4002 for the one that does not answer; the other stays."""
    environment = {"WS_HEARTBEAT": "0.4", "WS_PONG_WAIT": "0.8"}
    with Server(broker.url, workers=1, environment=environment) as server:
        alice, mute = server.open(user, uri), server.open(user + 1, uri)
        began = time.monotonic()
        answering = [alice.frame() for _ in range(1)]
        assert answering[0][0] == 0x9
        alice.send(b"\x8a\x80\x00\x00\x00\x00")
        assert mute.closed()[0] == 4002
        assert time.monotonic() - began < 5
        assert alice.is_alive()
