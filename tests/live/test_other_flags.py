"""A second stack: four small gateway workers, delivery through Celery, default throttles."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.client import HTTPConnection

import pytest
import requests

from tests.live.cast import Person, meet, sign_up
from tests.live.clients import Connect
from tests.live.deadline import wait_until
from tests.live.log_rows import published
from tests.live.raw_socket import RawSocket
from tests.live.stack import Stack

CLIENTS = 380
SLOTS = 4 * 100
FAILURES_OF_AN_ADDRESS = 10
TRIES = 25


@pytest.fixture(scope="module")
def other() -> Iterator[Stack]:
    """Flags and environment alone make the difference."""
    environment = {
        "NOTIFICATIONS_DELIVERY_BACKEND": "notifications.backends.Celery",
        "THROTTLE_LOGIN_FAILURES_ADDRESS": f"{FAILURES_OF_AN_ADDRESS}/60",
    }
    flags = {"ws_flags": "--processes 4 --gevent 100", "web_flags": "--log-slow 1"}
    with Stack(environment=environment, **flags) as running:
        yield running


@pytest.fixture(scope="module")
def people(other: Stack) -> list[Person]:
    """Four, for a hundred connections each."""
    return [sign_up(other.base_url, name) for name in ("alice", "bob", "carol", "dave")]


def test_delivery_through_celery_arrives(
    other: Stack, people: list[Person], connect: Connect
) -> None:
    """The delivery backend is a setting: it is the worker that publishes, and all hear it."""
    alice, bob = people[:2]
    uri = meet(alice, bob)
    listener = connect(bob, cursors={uri: 0})
    texts = [f"by way of the worker {number}" for number in range(10)]
    other.parts["worker"].stop()  # not paused: it may hold the lock of SQLite
    for text in texts:
        alice.rest.post(uri, text)
    assert published(other, uri) == [False] * len(texts)
    other.parts["worker"].start()
    listener.wait_posted(uri, texts)
    wait_until(lambda: published(other, uri) == [True] * len(texts), "marked as published")


def test_small_workers_hold_clients_without_a_refusal_and_then_say_503(
    other: Stack, people: list[Person]
) -> None:
    """380 on four workers of 100 slots; who finds every worker full is told when to come back."""
    assert len(other.gateway_workers) == 4
    tickets = [person.rest.ticket()["ticket"] for person in people]
    with ExitStack() as sockets:
        statuses = [
            sockets.enter_context(RawSocket(other.port)).handshake(tickets[number % 4]).status
            for number in range(CLIENTS)
        ]
        assert Counter(statuses) == {101: CLIENTS}
        late = sign_up(other.base_url, "eve").rest.ticket()["ticket"]
        answers = [
            sockets.enter_context(RawSocket(other.port)).handshake(late)
            for _ in range(SLOTS - CLIENTS)
        ]
    assert {answer.status for answer in answers} <= {101, 503}
    assert answers[-1].status == 503
    assert int(answers[-1].headers["retry-after"]) > 0


def test_throttle_counts_the_address_that_nginx_saw(other: Stack) -> None:
    """Twenty-five tries at once from one address: ten are looked at, whatever they claim to be."""
    with ThreadPoolExecutor(TRIES) as threads:
        answers = list(threads.map(lambda number: fail_to_sign_in(other, number), range(TRIES)))
    statuses = Counter(status for status, _ in answers)
    assert statuses == {400: FAILURES_OF_AN_ADDRESS, 429: TRIES - FAILURES_OF_AN_ADDRESS}
    assert all(retry for status, retry in answers if status == 429)


def fail_to_sign_in(stack: Stack, number: int) -> tuple[int, str | None]:
    """Try a wrong password from 127.0.0.9, claiming another address; return status and time."""
    connection = HTTPConnection(
        "127.0.0.1", stack.port, source_address=("127.0.0.9", 0), timeout=30
    )
    claimed = f"198.51.100.{number}"
    connection.request(
        "POST",
        "/auth/token/login/",
        json.dumps({"username": f"nobody-{number}", "password": "wrong"}),
        {
            "Content-Type": "application/json",
            "Host": f"localhost:{stack.port}",
            "X-Forwarded-For": claimed,
            "X-Real-IP": claimed,
            "Forwarded": f"for={claimed}",
        },
    )
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, answer.getheader("Retry-After")


def test_restart_of_everything_keeps_the_data(
    other: Stack, people: list[Person], connect: Connect
) -> None:
    """The same key, the same session, the same messages; the client comes back by itself."""
    alice, bob = people[:2]
    uri = meet(alice, bob)
    listener = connect(bob, cursors={uri: 0})
    alice.rest.post(uri, "before")
    listener.wait_posted(uri, ["before"])
    for part in other.parts.values():
        part.stop()
    for part in other.parts.values():
        part.start()
    other.wait_until_ready()
    alice.rest.post(uri, "after")
    listener.wait_posted(uri, ["before", "after"], timeout=40)
    texts = [message["message"] for message in bob.rest.messages(uri)["messages"]]
    assert texts == ["before", "after"]
    assert bob.sign_in_again().rest.token != bob.rest.token


def test_slow_requests_are_logged_without_query_and_token(other: Stack) -> None:
    """Here they are slow after a millisecond."""
    canary = "canary-81d6e2"
    address = f"{other.base_url}/setup/{canary}/?next={canary}"
    pattern = (
        r"^[\d-]{10}T[\d:]{8}Z WARNING uwsgi slow or failed method=GET path=/setup/\.\.\."
        r" status=404 milliseconds=\d+ request=\w{32}$"
    )

    def is_logged() -> bool:
        requests.get(address, timeout=20)
        return bool(re.search(pattern, other.parts["web"].output, re.MULTILINE))

    wait_until(is_logged, "a request that took a millisecond")
    assert canary not in other.parts["web"].output
