"""How live tests come by connected clients, and how these leave."""

from collections.abc import Iterator, Mapping
from typing import Protocol

import pytest

from tests.client_shell import LiveClient, Loop
from tests.live.cast import Person, sign_up
from tests.live.stack import Stack


class Connect(Protocol):
    """Connect a person's client and wait for its welcome, unless told not to."""

    def __call__(
        self,
        person: Person,
        *,
        uri: str | None = None,
        cursors: Mapping[str, int] | None = None,
        welcome: bool = True,
    ) -> LiveClient: ...


def connecting(loop: Loop) -> Iterator[Connect]:
    """Yield a Connect whose clients are closed at the end."""
    clients: list[LiveClient] = []

    def connect(
        person: Person,
        *,
        uri: str | None = None,
        cursors: Mapping[str, int] | None = None,
        welcome: bool = True,
    ) -> LiveClient:
        client = LiveClient(loop, person.rest, uri=uri, cursors=cursors)
        clients.append(client)
        client.start()
        if welcome:
            client.wait_welcome()
        return client

    yield connect
    for client in clients:
        client.close()


@pytest.fixture(scope="session")
def loop() -> Iterator[Loop]:
    """The one event loop of all clients."""
    running = Loop()
    yield running
    running.close()


@pytest.fixture
def connect(loop: Loop) -> Iterator[Connect]:
    """Clients of one test."""
    yield from connecting(loop)


@pytest.fixture(scope="module")
def connect_for_long(loop: Loop) -> Iterator[Connect]:
    """Clients that outlast a test, of one module."""
    yield from connecting(loop)


@pytest.fixture(scope="session")
def alice(stack: Stack) -> Person:
    """Owns the sessions."""
    return sign_up(stack.base_url, "alice")


@pytest.fixture(scope="session")
def bob(stack: Stack) -> Person:
    """Is a member of them."""
    return sign_up(stack.base_url, "bob")


@pytest.fixture(scope="session")
def mallory(stack: Stack) -> Person:
    """Is an outsider."""
    return sign_up(stack.base_url, "mallory")
