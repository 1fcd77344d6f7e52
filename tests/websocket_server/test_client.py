"""A client whose actions end it halfway."""

import socket
import time

import gevent
import pytest

from chatire.protocol.tickets import Claims
from tests.websocket_server import frames
from websocket_server.client import Client
from websocket_server.connection import Pulse, Settle
from websocket_server.handshake import Admission
from websocket_server.outbox import Bounds
from websocket_server.renewal import Schedule

TICKET = frames.text('{"type": "ticket", "ticket": "x"}')


@pytest.mark.parametrize("ended_by", ["overflow", "a gone peer"])
def test_what_a_client_sent_after_its_end_is_not_done(ended_by: str) -> None:
    """A pong, or the ticket behind it, must not follow the Close, nor reach the hub again."""
    near, far = socket.socketpair()
    told: list[str] = []

    class Owner:
        def on_leave(self, _: Client) -> None:
            told.append("left")

        def on_ticket(self, client: Client, _: str) -> None:
            told.append("ticket")
            if ended_by == "overflow":
                for _number in range(200):
                    client.relay(bytes(100_000))
            else:
                far.close()
                client.relay(b"x")

        def on_typing(self, _: Client, uri: str) -> None:
            told.append(f"types in {uri}")

        def on_settle(self, _: Client, settle: Settle) -> None:
            told.append("settled")

        def on_done(self, tag: int) -> None:
            told.append(f"done {tag}")

    claims = Claims({"id": 1}, "phone", (), time.time())
    with near, far:
        near.setblocking(False)  # noqa: FBT003
        client = Client(
            near,
            Admission(claims, None),
            pulse=Pulse(25.0, 10.0),
            renewal=Schedule(600.0, 20.0),
            bounds=Bounds(10, 10**7, 10.0),
            owner=Owner(),
        )
        far.sendall(TICKET * 2 + frames.ping())
        client.ready()
        running = gevent.spawn(client.run, lambda: client.welcome(heartbeat=1.0), within=1.0)
        running.join(5.0)
    assert told == ["ticket", "left"]
