"""Many sockets at once."""

from tests.client_shell import LiveClient
from tests.live.cast import Person, meet, sign_up
from tests.live.clients import Connect
from tests.live.raw_socket import TEXT, RawSocket
from tests.live.stack import Stack
from tests.live.witnesses import call_witnesses

CROWD = 200
MESSAGES = 100


def test_crowd_of_one_session_hears_every_message(
    stack: Stack, alice: Person, bob: Person, connect: Connect
) -> None:
    """200 clients on two workers get 100 messages each, once and in order."""
    assert len(stack.gateway_workers) == 2
    people = [alice, bob, sign_up(stack.base_url, "carol"), sign_up(stack.base_url, "dave")]
    uri = meet(*people)
    crowd = [
        connect(person, uri=uri, cursors={uri: 0}, welcome=False)
        for person in people * (CROWD // len(people))
    ]
    for client in crowd:
        wait_synced(client)
    texts = [f"message {number}" for number in range(MESSAGES)]
    for text in texts:
        alice.rest.post(uri, text)
    for client in crowd:
        client.wait_posted(uri, texts, timeout=20)
        assert client.closes == []


def wait_synced(client: LiveClient) -> None:
    """Wait until ``client`` has begun: a sync while messages flow would bring all of them again."""
    client.wait_for(lambda: client.syncs > 0, timeout=60)


def test_reader_that_stops_reading_hurts_nobody(
    stack: Stack, alice: Person, bob: Person, connect: Connect
) -> None:
    """The others have all in time; the one who does not read is let go."""
    witnesses = call_witnesses(stack, [alice, bob], connect)
    with RawSocket(stack.port, receive_buffer=4096) as slow:
        assert slow.handshake(bob.rest.ticket(witnesses.uri)["ticket"]).status == 101
        assert slow.read_frame()[0] == TEXT
        texts = [f"{number} " + "😴" * 3900 for number in range(200)]
        for text in texts:
            alice.rest.post(witnesses.uri, text)
        for client in witnesses.clients:
            client.wait_posted(witnesses.uri, texts)
            assert client.closes == []
        assert slow.close_code(timeout=30) in (4001, 4002, 1006)
    assert stack.gateway_workers == witnesses.workers
