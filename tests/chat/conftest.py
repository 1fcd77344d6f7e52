"""A session that alice owns and bob is in, one of mallory's own, and a broker."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts.models import User
from chat.actions.members import join
from chat.actions.sessions import create_session
from chat.models import ChatSession
from ops.rabbitmq import RabbitMQ
from tests.conftest import client_for


@pytest.fixture
def session(alice: User, bob: User) -> ChatSession:
    """Return a session of alice's; bob joined it at seq 1."""
    session = create_session(alice, title="Tea party")
    join(session, bob)
    session.refresh_from_db()
    return session


@pytest.fixture
def private(session: ChatSession) -> ChatSession:
    """Return ``session``, closed to who was not invited."""
    ChatSession.objects.filter(pk=session.pk).update(kind="private")
    session.refresh_from_db()
    return session


@pytest.fixture
def elsewhere(mallory: User) -> ChatSession:
    """Return a session of mallory's own."""
    return create_session(mallory, title="Elsewhere")


@pytest.fixture
def as_mallory(mallory: User, elsewhere: ChatSession) -> APIClient:
    return client_for(mallory)


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RabbitMQ]:
    """Start a private RabbitMQ node, once for all tests that want one."""
    directory: Path = tmp_path_factory.mktemp("rabbitmq")
    with RabbitMQ(directory) as running:
        yield running


@pytest.fixture
def amqp(node: RabbitMQ, settings: Settings) -> RabbitMQ:
    """Return the private node, to which this test's application publishes."""
    settings.AMQP_URL = node.url
    return node
