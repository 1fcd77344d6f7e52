"""What mallory may send: it costs her connection, with the right code, and nobody else's."""

from collections.abc import Iterator

import pytest

from tests.websocket_server import frames
from tests.websocket_server.publisher import Publisher
from tests.websocket_server.server import Server
from tests.websocket_server.wire import Wire

pytestmark = pytest.mark.broker

ATTACKS = {
    "a stray continuation frame": (frames.more(b"x", fin=True), 1002),
    "an unmasked frame": (frames.UNMASKED, 1002),
    "reserved bits": (frames.frame(0x1, b"x", rsv=0b111), 1002),
    "an unknown opcode": (frames.frame(0x7, b"x"), 1002),
    "a close code that is none": (frames.close(999), 1002),
    "a binary frame": (frames.binary(b"x"), 1003),
    "bad UTF-8": (frames.text(b"\xff\xfe"), 1007),
    "a frame of 10 MB": (frames.DECLARES_10_MEGABYTES + bytes(10 * 2**20), 1009),
    "a frame that declares 2^62 bytes": (frames.DECLARES_4_EXABYTES, 1009),
    "fragments of more than 64 KB": (
        frames.text("x" * 60_000, fin=False) + frames.more(b"x" * 60_000),
        1009,
    ),
    "endless empty fragments": (frames.text("", fin=False) + frames.more() * 5_000, 4003),
    "endless fragments": (frames.text("x", fin=False) + frames.more(b"x") * 5_000, 4003),
    "20,000 frames at once": (frames.text("{}") * 20_000, 4003),
    "a flood of pings": (frames.ping(b"x") * 5_000, 4003),
    "a flood of pongs": (frames.pong() * 5_000, 4003),
}


@pytest.fixture
def witnesses(server: Server, uri: str, user: int) -> Iterator[list[Wire]]:
    """Return sixteen sockets that have done nothing wrong."""
    wires = [server.open(user + number, uri) for number in range(16)]
    yield wires
    for wire in wires:
        wire.sock.close()


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_costs_the_attacker_alone(
    server: Server, publisher: Publisher, uri: str, witnesses: list[Wire], attack: str
) -> None:
    """The right code arrives, the witnesses hear what is posted, the workers live."""
    data, code = ATTACKS[attack]
    pids = server.pids()
    with server.open(666) as mallory:
        mallory.send(data)
        assert mallory.closed()[0] == code
    publisher.post(uri, 1)
    assert all(witness.hear()["seq"] == 1 for witness in witnesses)
    assert server.pids() == pids


def test_a_client_that_goes_without_a_word_hurts_nobody(
    server: Server, publisher: Publisher, uri: str, witnesses: list[Wire], user: int
) -> None:
    """In the middle of a frame, or right after its handshake."""
    with server.open(user, uri) as mallory:
        mallory.send(frames.text("x" * 100)[:20])
    publisher.post(uri, 1)
    assert all(witness.hear()["seq"] == 1 for witness in witnesses)


def test_a_close_is_heard_though_the_sender_goes_on(server: Server) -> None:
    """What still comes is read and thrown away, else TCP would reset and lose the code."""
    with server.open(666) as mallory:
        mallory.send(frames.UNMASKED)
        for _ in range(200):
            mallory.send(b"x" * 10_000)
        assert mallory.closed()[0] == 1002


def test_a_closed_connection_ends_soon_though_nobody_answers(server: Server) -> None:
    """After two seconds of silence the socket is shut down."""
    with server.open(666) as mallory:
        mallory.send(frames.UNMASKED)
        assert mallory.closed()[0] == 1002
        assert mallory.ended()
