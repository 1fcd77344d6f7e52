"""The cast, and the ways in which they reach the server."""

from collections.abc import Callable, Iterator

import pytest
from celery import current_app
from rest_framework.test import APIClient

from accounts.models import User

PASSWORD = "correct horse battery"
ORIGIN = "http://localhost:8000"

SignIn = Callable[[User], APIClient]


def account(username: str) -> User:
    return User.objects.create_user(username, f"{username}@example.org", PASSWORD)


@pytest.fixture
def alice(db: None) -> User:
    return account("alice")


@pytest.fixture
def bob(db: None) -> User:
    return account("bob")


@pytest.fixture
def mallory(db: None) -> User:
    return account("mallory")


@pytest.fixture
def api(db: None) -> APIClient:
    """A program that has not signed in."""
    return client()


@pytest.fixture
def page(db: None) -> APIClient:
    """Our own page, with its cookies."""
    return client(headers={"origin": ORIGIN})


@pytest.fixture
def sign_in(api: APIClient) -> SignIn:
    """Return a program that has signed in with a key of its own."""

    def program(user: User) -> APIClient:
        body = {"username": user.username, "password": PASSWORD}
        key = api.post("/auth/token/login/", body).data["auth_token"]
        return client(headers={"authorization": f"Token {key}"})

    return program


@pytest.fixture
def worker() -> Iterator[None]:
    """Celery's worker, in this process and at once."""
    current_app.conf.task_always_eager = True
    current_app.conf.task_eager_propagates = True
    yield
    current_app.conf.task_always_eager = False
    current_app.conf.task_eager_propagates = False


def client(*, headers: dict[str, str] | None = None) -> APIClient:
    return APIClient(HTTP_HOST="localhost", headers=headers or {})
