"""The cast of every test: alice owns, bob is a member, mallory is an outsider."""

from collections.abc import Callable, Iterator

import pytest
from rest_framework.test import APIClient

from accounts.actions import devices
from accounts.models import DeviceKind, User
from chat import broker

PASSWORD = "correct horse battery staple"


def make_user(username: str) -> User:
    """Return a new user, without the HTTP round trip of signing up."""
    return User.objects.create_user(username, f"{username}@example.org", PASSWORD)


def client_for(user: User) -> APIClient:
    """Return a client that is signed in as ``user`` on a device of its own."""
    client = APIClient()
    key = devices.start(user, DeviceKind.TOKEN).key
    client.credentials(HTTP_AUTHORIZATION=f"Token {key}")
    return client


@pytest.fixture
def alice(db: None) -> User:
    return make_user("alice")


@pytest.fixture
def bob(db: None) -> User:
    return make_user("bob")


@pytest.fixture
def mallory(db: None) -> User:
    return make_user("mallory")


@pytest.fixture
def as_alice(alice: User) -> APIClient:
    return client_for(alice)


@pytest.fixture
def as_bob(bob: User) -> APIClient:
    return client_for(bob)


@pytest.fixture
def as_mallory(mallory: User) -> APIClient:
    return client_for(mallory)


@pytest.fixture
def api() -> Callable[[User], APIClient]:
    """Return how to get a signed-in client: ``api(alice).get(...)``."""
    return client_for


@pytest.fixture
def anonymous() -> APIClient:
    """Return a client that has not signed in."""
    return APIClient()


@pytest.fixture(autouse=True)
def _no_publisher_left() -> Iterator[None]:
    """What a test commits starts a publisher, of the broker of that test: it ends with it."""
    yield
    broker.close()
