"""A client that a right's end met in the middle of its handshake."""

import socket
import time

import pytest

from chatire.protocol.revocations import Revocation, RevocationType
from chatire.protocol.tickets import Claims
from chatire.protocol.topology import CONTROL
from websocket_server import config
from websocket_server.gateway import Gateway
from websocket_server.handshake import Admission
from websocket_server.metrics import LocalRows
from websocket_server.places import LocalTally

URI = "0123456789abcde"


def close_code(kind: RevocationType, *, only: str | None = None) -> int:
    """Return how bob's socket is closed whose ticket is a second older than a revocation."""
    environment = {"AMQP_URL": "amqp://127.0.0.1:9/", "TICKET_KEY": "k" * 32}
    gateway = Gateway(
        config.read(environment), places=1, tally=LocalTally(), rows=LocalRows(), name="test"
    )
    revocation = Revocation(kind, 2, time.time(), session=URI, device="phone")
    gateway.on_control(CONTROL.name, "", kind, {}, revocation.encode())
    near, far = socket.socketpair()
    with near, far:
        far.shutdown(socket.SHUT_WR)
        gateway.serve(near, Admission(Claims({"id": 2}, "phone", (URI,), time.time() - 1), only))
        return int.from_bytes(far.recv(1_000)[2:4])


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (RevocationType.ACCOUNT, 4503),
        (RevocationType.DEVICE, 4501),
        (RevocationType.MEMBERSHIP, 4004),
    ],
)
def test_a_right_that_ended_meanwhile_closes_with_its_own_code(
    kind: RevocationType, code: int
) -> None:
    """Of several sessions one is lost: a fresh ticket opens the others."""
    assert close_code(kind) == code


def test_a_membership_that_ended_meanwhile_closes_its_own_socket_for_good() -> None:
    """On /ws/<uri> nothing is left."""
    assert close_code(RevocationType.MEMBERSHIP, only=URI) == 4502
