"""Workers are killed where it hurts most; nobody misses anything."""

import os
import signal
import threading

import requests

from tests.live.broker import broker_paused
from tests.live.cast import Person, meet
from tests.live.clients import Connect
from tests.live.deadline import wait_until
from tests.live.log_rows import published
from tests.live.stack import Stack
from tests.rest import RefusedError


def test_clients_of_a_killed_gateway_worker_catch_up(
    stack: Stack, alice: Person, bob: Person, connect: Connect
) -> None:
    """Each worker dies once: everybody is thrown out once, and misses nothing."""
    uri = meet(alice, bob)
    people = [alice, bob] * 4
    listeners = [connect(person, uri=uri, cursors={uri: 0}) for person in people]
    texts: list[str] = []
    for pid in stack.gateway_workers:
        os.kill(pid, signal.SIGKILL)
        for _ in range(5):
            texts.append(f"message {len(texts)}")
            alice.rest.post(uri, texts[-1])
    for listener in listeners:
        listener.wait_posted(uri, texts, timeout=20)
        assert (1006, "") in listener.closes
        assert listener.stopped is None


def test_message_of_a_worker_killed_before_it_published_arrives(
    stack: Stack, alice: Person, bob: Person, connect: Connect
) -> None:
    """Committed is said: the last message of a session comes within 5 s, though its worker died.

    The broker stands still, and the workers are so fresh that none of them has a
    connection to it: the publish cannot have left when the worker is killed.
    """
    uri = meet(alice, bob)
    listener = connect(bob, uri=uri, cursors={uri: 0})
    replace_web_workers(stack, alice)
    workers = stack.application_workers
    with broker_paused(stack):
        post = Post(alice, uri, "my last words")
        wait_until(lambda: published(stack, uri) == [False], "committed", every=0.001)
        for pid in workers:
            os.kill(pid, signal.SIGKILL)
        assert not post.succeeded(), "the worker was killed only after it had answered"
        assert published(stack, uri) == [False]
        assert listener.posted(uri) == []
    listener.wait_posted(uri, ["my last words"], timeout=5)
    wait_until(lambda: published(stack, uri) == [True], "marked as published")
    wait_until_answers(alice)


def replace_web_workers(stack: Stack, person: Person) -> None:
    """Kill the application's workers; return when others answer in their place."""
    before = stack.application_workers
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    wait_until(
        lambda: len(set(stack.application_workers) - set(before)) == len(before),
        "workers are replaced",
    )
    wait_until_answers(person)


def wait_until_answers(person: Person) -> None:
    """Return once new workers have loaded the application, for this test and the next."""
    wait_until(lambda: answers(person), "the application answers", timeout=60)


def answers(person: Person) -> bool:
    """Say whether the application answers, at the moment."""
    try:
        return bool(person.rest.call("GET", "/api/chats/"))
    except (RefusedError, requests.RequestException):
        return False


class Post(threading.Thread):
    """A POST in the background, which may never be answered."""

    def __init__(self, person: Person, uri: str, text: str) -> None:
        super().__init__()
        self._person, self._uri, self._text = person, uri, text
        self._succeeded = False
        self.start()

    def run(self) -> None:
        try:
            self._person.rest.post(self._uri, self._text)
        except (RefusedError, requests.RequestException):
            return  # Its worker was killed: that is the point.
        self._succeeded = True

    def succeeded(self) -> bool:
        """Wait for the end, and say whether it was answered with a success."""
        self.join()
        return self._succeeded
