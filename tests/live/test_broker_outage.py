"""The broker goes away and comes back: chat is slower meanwhile, never wrong."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.live.broker import broker_down, broker_paused
from tests.live.cast import Person, meet
from tests.live.clients import Connect
from tests.live.deadline import wait_until
from tests.live.raw_socket import RawSocket
from tests.live.stack import Stack


def test_broker_restart_while_messages_are_posted_loses_and_repeats_nothing(
    stack: Stack, alice: Person, bob: Person, connect: Connect
) -> None:
    """Every socket stays, and has every message once, in order; every POST was answered.

    Meanwhile no handshake is promised anything: 503, and when to come back.
    """
    uri = meet(alice, bob)
    listeners = [connect(person, uri=uri, cursors={uri: 0}) for person in [alice, bob] * 3]
    ticket = bob.rest.ticket()["ticket"]
    with posting(alice, uri) as texts:
        wait_until(lambda: len(texts) > 5, "messages flow")
        with broker_down(stack), RawSocket(stack.port) as raw:
            down = len(texts)
            refused = raw.handshake(ticket)
            wait_until(lambda: len(texts) > down + 5, "messages are taken meanwhile")
    assert refused.status == 503
    assert int(refused.headers["retry-after"]) > 0
    for listener in listeners:
        listener.wait_posted(uri, texts, timeout=40)
        assert listener.closes == []


def test_post_during_a_stopped_broker_is_answered_and_arrives_later(
    stack: Stack, alice: Person, bob: Person, connect: Connect
) -> None:
    """A broker that hangs costs a POST less than a second, and nobody the message."""
    uri = meet(alice, bob)
    listener = connect(bob, uri=uri, cursors={uri: 0})
    with broker_paused(stack):
        for text in ("first", "second"):
            began = time.monotonic()
            alice.rest.post(uri, text)
            assert time.monotonic() - began < 1
        assert listener.posted(uri) == []
    listener.wait_posted(uri, ["first", "second"], timeout=15)


@contextmanager
def posting(person: Person, uri: str) -> Iterator[list[str]]:
    """Post one message after another during the block, and a last one after it."""
    texts: list[str] = []
    enough = threading.Event()

    def post_until_enough() -> None:
        while not enough.wait(0.02):
            person.rest.post(uri, f"message {len(texts)}")
            texts.append(f"message {len(texts)}")

    poster = threading.Thread(target=post_until_enough)
    poster.start()
    try:
        yield texts
    finally:
        enough.set()
        poster.join()
    person.rest.post(uri, "the end")
    texts.append("the end")
