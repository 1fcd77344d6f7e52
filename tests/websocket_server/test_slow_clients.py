"""Clients that do not read: what waits for them, and what they cost others."""

import os
import signal
import time

import pytest

from chatire.protocol.events import UserType
from chatire.protocol.revocations import Revocation, RevocationType
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


def test_a_full_queue_drops_its_oldest_and_says_so(
    broker: RabbitMQ, publisher: Publisher, uri: str, user: int
) -> None:
    """The newest arrive, and `resync` names the session; alice, who reads, misses nothing."""
    with Server(broker.url, workers=1, environment={"WS_QUEUE_MESSAGES": "50"}) as server:
        alice, bob = server.open(user, uri), lazy(server, user + 1, uri)
        for seq in range(1, 501):
            publisher.post(uri, seq, TEXT)
            assert alice.hear()["seq"] == seq
        heard = [bob.hear()]
        while heard[-1].get("seq") != 500:
            heard.append(bob.hear())
        got = [frame["seq"] for frame in heard if "seq" in frame]
        assert got == sorted(set(got))
        assert len(got) < 500
        resyncs = [frame for frame in heard if frame["type"] == "resync"]
        assert resyncs[0] == {"type": "resync", "within": 2.0, "sessions": [uri]}
        alice.say({"type": "ping", "id": 1})
        assert alice.hear() == {"type": "pong", "id": 1}
        bob.sock.close()


def test_a_full_queue_of_a_worker_is_told_to_all_who_hear_of_the_session(
    broker: RabbitMQ, publisher: Publisher, uri: str, user: int
) -> None:
    """A worker that stood still for a while; who hears of another session is not disturbed."""
    environment = {
        "WS_QUEUE_SCOPE": "worker",
        "WS_WORKER_QUEUE_MESSAGES": "50",
        "WS_OUTBOX_BYTES": str(64 * 1024 * 1024),  # what the kernel holds comes all at once
    }
    with Server(broker.url, workers=1, environment=environment) as server:
        alice, bob = server.open(user, uri), server.open(user + 1, uri)
        carol = server.open(user + 2, uri[::-1])
        [worker] = server.pids()
        os.kill(worker, signal.SIGSTOP)
        for seq in range(1, 3_001):
            publisher.post(uri, seq, TEXT)
        os.kill(worker, signal.SIGCONT)
        for wire in (alice, bob):
            assert wire.hear_type("resync")["sessions"] == [uri]
        carol.say({"type": "ping", "id": 1})
        assert carol.hear() == {"type": "pong", "id": 1}


def test_a_client_that_stopped_reading_is_closed_after_a_while(
    broker: RabbitMQ, publisher: Publisher, scope: dict[str, str], uri: str, user: int
) -> None:
    """4001, though its queue has room: nothing could be written to it."""
    environment = scope | {"WS_STALLED_AFTER": "1"}
    with Server(broker.url, workers=1, environment=environment) as server:
        alice, bob = server.open(user, uri), lazy(server, user + 1, uri)
        for seq in range(1, 201):
            publisher.post(uri, seq, TEXT)
            assert alice.hear()["seq"] == seq
        server.wait_for("code=4001")
        assert alice.is_alive()
        bob.sock.close()


def test_what_waits_for_a_removed_member_never_reaches_him(
    server: Server, publisher: Publisher, uri: str, user: int
) -> None:
    """Not from his queue, nor from the worker's memory; what the kernel has is on its way."""
    other = uri[::-1]
    with lazy(server, user, uri, other) as bob, server.open(user + 1, uri) as alice:
        for seq in range(1, 301):
            publisher.post(uri, seq, TEXT)
            assert alice.hear()["seq"] == seq
        revocation = Revocation(RevocationType.MEMBERSHIP, user, time.time(), session=uri)
        publisher.revoke(revocation)
        publisher.post(other, 1)
        heard = [bob.hear()]
        while heard[-1]["session"] != other:
            heard.append(bob.hear())
            if heard[-1]["type"] == "session.removed":
                heard.append(bob.hear())
        types = [frame["type"] for frame in heard]
        assert types[-2:] == ["session.removed", "message.posted"]
        assert len(types) < 200


def test_a_client_that_takes_nothing_is_closed_4001(
    broker: RabbitMQ, publisher: Publisher, scope: dict[str, str], uri: str, user: int
) -> None:
    """What no queue holds for it does not fill the worker's memory either.

    It may be told far more than the kernel's buffers take (net.ipv4.tcp_wmem, some megabytes), and
    reads again as soon as it is let go: its last frame waits for it for some seconds only.
    """
    environment = scope | {"WS_OUTBOX_BYTES": "100000"}
    with Server(broker.url, workers=1, environment=environment) as server:
        alice, bob = server.open(user, uri), lazy(server, user + 1, uri)
        for number in range(3_000):
            publisher.tell(user + 1, UserType.NOTIFICATION, {"id": number, "text": TEXT})
            if number % 50 == 0 and server.lines("code=4001"):
                break
        server.wait_for("code=4001")
        assert bob.closed()[0] == 4001
        publisher.post(uri, 1)
        assert alice.hear()["seq"] == 1
        bob.sock.close()


def test_a_ping_is_sent_and_its_pong_awaited(broker: RabbitMQ, user: int) -> None:
    """4002 for the one that does not answer; the other stays."""
    environment = {"WS_HEARTBEAT": "0.4", "WS_PONG_WAIT": "0.8"}
    with Server(broker.url, workers=1, environment=environment) as server:
        alice, mute = server.open(user), server.open(user + 1)
        began = time.monotonic()
        answering = [alice.frame() for _ in range(1)]
        assert answering[0][0] == 0x9
        alice.send(b"\x8a\x80\x00\x00\x00\x00")
        assert mute.closed()[0] == 4002
        assert time.monotonic() - began < 5
        assert alice.is_alive()
