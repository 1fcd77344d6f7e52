"""A client's end: in the middle of its own actions, and among thousands that end with it."""

import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import gevent
import pytest

from chatire.protocol.tickets import Claims
from tests.websocket_server import frames
from websocket_server.client import Client, Owner
from websocket_server.connection import Pulse, Settle
from websocket_server.handshake import Admission
from websocket_server.metrics import Meter
from websocket_server.outbox import Bounds
from websocket_server.renewal import Schedule

TICKET = frames.text('{"type": "ticket", "ticket": "x"}')


@dataclass
class Told:
    """An owner that writes down what it is told, and does something on a ticket."""

    on_ticket_do: Callable[[Client], None]
    words: list[str] = field(default_factory=list)

    def on_leave(self, _: Client) -> None:
        self.words.append("left")

    def on_ticket(self, client: Client, _: str) -> None:
        self.words.append("ticket")
        self.on_ticket_do(client)

    def on_typing(self, _: Client, uri: str) -> None:
        self.words.append(f"types in {uri}")

    def on_settle(self, _: Client, settle: Settle) -> None:
        self.words.append("settled")

    def on_resync(self) -> None:
        self.words.append("resync")

    def on_done(self, tag: int) -> None:
        self.words.append(f"done {tag}")


class Counting(socket.socket):
    """Counts how often it is read."""

    reads = 0

    def recv(self, *args: int) -> bytes:
        self.reads += 1
        return super().recv(*args)


class Crowded(Told):
    """An owner who keeps the hub busy for many turns when a client leaves."""

    def __init__(self) -> None:
        super().__init__(lambda _: None)

    def on_leave(self, _: Client) -> None:
        # Every 50 gevent looks at the clock: after 5 ms of them it turns to the sockets again.
        for _turn in range(500):
            gevent.get_hub().loop.run_callback(self._work)

    def _work(self) -> None:
        until = time.monotonic() + sys.getswitchinterval() / 25
        while time.monotonic() < until:
            pass


@pytest.mark.parametrize("ended_by", ["overflow", "a gone peer"])
def test_what_a_client_sent_after_its_end_is_not_done(ended_by: str) -> None:
    """A pong, or the ticket behind it, must not follow the Close, nor reach the hub again."""
    near, far = socket.socketpair()

    def end(client: Client) -> None:
        if ended_by == "overflow":
            for _number in range(200):
                client.relay(bytes(100_000))
        else:
            far.close()
            client.relay(b"x")

    told = Told(end)
    with near, far:
        far.sendall(TICKET * 2 + frames.ping())
        run(near, told)
    assert told.words == ["ticket", "left"]


def test_a_peer_that_has_gone_is_read_once() -> None:
    """Of thousands that go at once each is readable until its greenlet has had its turn."""
    accepted, far = socket.socketpair()
    with far, Counting(fileno=accepted.detach()) as near:
        far.shutdown(socket.SHUT_WR)
        run(near, Crowded())
        assert near.reads == 1


def run(sock: socket.socket, owner: Owner) -> None:
    """Serve a welcomed client on a socket until it has ended."""
    sock.setblocking(False)  # noqa: FBT003
    client = Client(
        sock,
        Admission(Claims({"id": 1}, "phone", (), time.time()), None),
        pulse=Pulse(25.0, 10.0),
        renewal=Schedule(600.0, 20.0),
        bounds=Bounds(10, 10**7, 10.0),
        meter=Meter(),
        owner=owner,
    )
    client.ready()
    running = gevent.spawn(client.run, lambda: client.welcome(heartbeat=1.0), within=1.0)
    running.join(5.0)
    assert running.ready()
