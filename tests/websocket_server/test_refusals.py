"""Who does not get in, under uWSGI: the status, and nothing upgraded."""

import os
import signal
import socket
import string
import time
from http.client import HTTPResponse
from itertools import product

import pytest

from ops.rabbitmq import RabbitMQ
from tests.websocket_server import frames
from tests.websocket_server.server import KEY, Server, wait_until
from tests.websocket_server.wire import Wire, connect, ticket, upgrade

pytestmark = pytest.mark.broker

V1 = "chatire.v1"


def answer(server: Server, handshake: bytes) -> HTTPResponse:
    """Return the whole answer to raw bytes."""
    with connect(server.address) as sock:
        sock.sendall(handshake)
        response = HTTPResponse(sock)
        response.begin()
        response.read()
        return response


@pytest.mark.parametrize(
    ("path", "change", "status"),
    [
        ("/", {}, 404),
        ("/ws/", {"Upgrade": None}, 400),
        ("/ws/", {"Sec_WebSocket_Key": "short"}, 400),
        ("/ws/", {"Content_Length": "5"}, 400),
        ("/ws/", {"Sec_WebSocket_Version": "8"}, 426),
        ("/ws/", {"Origin": "http://evil.example"}, 403),
        ("/ws/", {"Sec_WebSocket_Protocol": None}, 400),
        ("/ws/", {"Sec_WebSocket_Protocol": V1}, 401),
        ("/ws/", {"Sec_WebSocket_Protocol": f"{V1}, ticket.forged"}, 401),
        ("/ws/aaaaaaaaaaaaaaa", {}, 404),
    ],
)
def test_a_wrong_handshake_is_refused(
    server: Server, user: int, path: str, change: dict[str, str | None], status: int
) -> None:
    """With its status, and with 426 the version that is spoken."""
    opening = ticket(user, "0123456789abcde", key=KEY)
    response = answer(server, upgrade(path, [V1, f"ticket.{opening}"], **change))
    assert response.status == status
    assert (response.headers["Sec-WebSocket-Version"] == "13") is (status == 426)


def test_a_ticket_from_before_the_worker_is_refused(server: Server, user: int) -> None:
    """What was revoked before that, the worker has not heard."""
    old = ticket(user, key=KEY, issued_at=time.time() - 20_000)
    assert answer(server, upgrade("/ws/", [V1, f"ticket.{old}"])).status == 401
    with Server(server.amqp_url, workers=1) as younger:
        before = ticket(user, key=KEY, issued_at=time.time() - 20)
        assert answer(younger, upgrade("/ws/", [V1, f"ticket.{before}"])).status == 401


def test_frames_before_the_handshakes_end_are_refused(server: Server, user: int) -> None:
    """They would be lost in part: better said than hidden (nginx keeps them back)."""
    handshake = upgrade("/ws/", [V1, f"ticket.{ticket(user, key=KEY)}"])
    assert answer(server, handshake + frames.ping(b"early")).status == 400


def test_headers_that_come_in_pieces_are_read(server: Server, user: int) -> None:
    """TCP may cut anywhere."""
    handshake = upgrade("/ws/", [V1, f"ticket.{ticket(user, key=KEY)}"])
    with connect(server.address) as sock:
        sock.sendall(handshake[:50])
        sock.sendall(handshake[50:60])
        assert Wire(sock, handshake[60:]).hear()["type"] == "welcome"


def test_no_ticket_is_logged(server: Server, uri: str, user: int) -> None:
    """Not one that opened a socket, and not one that did not."""
    opening, forged = ticket(user, uri, key=KEY), ticket(user, uri, key=KEY[::-1])
    Wire.open(server.address, opening).sock.close()
    Wire.open(server.address, forged).sock.close()
    server.wait_for("connected", f"user={user}")
    log = server.log.read_text()
    assert opening not in log
    assert forged not in log


def test_a_user_has_so_many_connections_over_all_workers(broker: RabbitMQ, user: int) -> None:
    """The limit is of the gateway, not of each worker; others are not touched by it."""
    environment = {"WS_MAX_CONNECTIONS_PER_USER": "5"}
    with Server(broker.url, environment=environment) as server:
        wires = [server.open(user) for _ in range(5)]
        refused = answer(server, upgrade("/ws/", [V1, f"ticket.{ticket(user, key=KEY)}"]))
        assert refused.status == 429
        assert int(refused.headers["Retry-After"]) > 0
        server.open(user + 1).sock.close()
        wires.pop().sock.close()
        wait_until(lambda: is_let_in(server, user), "the place that became free")


def test_a_killed_workers_connections_are_not_counted(broker: RabbitMQ, user: int) -> None:
    """Its successor begins at nothing."""
    environment = {"WS_MAX_CONNECTIONS_PER_USER": "2"}
    with Server(broker.url, workers=1, environment=environment) as server:
        wires = [server.open(user) for _ in range(2)]
        [pid] = server.pids()
        os.kill(pid, signal.SIGKILL)
        assert all(wire.ended() for wire in wires)
        wait_until(lambda: is_let_in(server, user), "the worker's successor")


def test_a_full_gateway_says_when_to_come_again(broker: RabbitMQ, user: int) -> None:
    """It has 4 of 12 slots left for saying so, and goes on to serve those that are in."""
    with Server(broker.url, "--gevent", "12", workers=1) as server:
        wires = [server.open(user + number) for number in range(8)]
        for _ in range(10):
            refused = answer(server, upgrade("/ws/", [V1, f"ticket.{ticket(user, key=KEY)}"]))
            assert refused.status == 503
            assert int(refused.headers["Retry-After"]) > 0
        assert all(wire.is_alive() for wire in wires)
        wires.pop().sock.close()
        wait_until(lambda: is_let_in(server, user), "the place that became free")


def test_without_a_broker_nobody_gets_in(user: int) -> None:
    """503, and the gateway stays up."""
    with Server.without_broker() as server:
        refused = answer(server, upgrade("/ws/", [V1, f"ticket.{ticket(user, key=KEY)}"]))
        assert refused.status == 503
        assert refused.headers["Retry-After"]
        assert len(server.lines("broker lost")) <= 2


def test_as_many_headers_as_nginx_lets_through_are_answered(server: Server, user: int) -> None:
    """15 KB of the shortest lines: dropped without an answer they would be tried forty times."""
    letters = string.ascii_lowercase + string.digits
    names = ["".join(name) for size in (1, 2, 3) for name in product(letters, repeat=size)]
    [head, _] = upgrade("/ws/", [V1, f"ticket.{ticket(user, key=KEY)}"]).split(b"\r\n\r\n")
    lines = "".join(f"{name}: \r\n" for name in names[:3_300])
    with Wire(connect(server.address), head + b"\r\n" + lines.encode() + b"\r\n") as wire:
        assert wire.answer.status == 101


def test_clients_that_leave_before_their_answer_fill_no_log(server: Server, user: int) -> None:
    """Let in or refused."""
    for protocols in ([V1], [V1, f"ticket.{ticket(user, key=KEY)}"]):
        for _ in range(10):
            with connect(server.address) as sock:
                sock.sendall(upgrade("/ws/", protocols))
    server.open(user).sock.close()
    assert not server.lines("write error")
    assert not server.lines("Broken pipe")


def test_silent_sockets_hurt_nobody(server: Server, uri: str, user: int) -> None:
    """Sixty that never send a handshake, and some that send half of one."""
    with server.open(user, uri) as alice:
        silent: list[socket.socket] = [connect(server.address) for _ in range(60)]
        for sock in silent[::2]:
            sock.sendall(b"GET /ws/ HTTP/1.1\r\n")
        server.open(user + 1, uri).sock.close()
        assert alice.is_alive()
        for sock in silent:
            sock.close()


def is_let_in(server: Server, user: int) -> bool:
    """Tell whether a handshake is accepted now."""
    try:
        with Wire.open(server.address, ticket(user, key=KEY)) as wire:
            return wire.answer.status == 101
    except (ConnectionError, EOFError):
        return False
