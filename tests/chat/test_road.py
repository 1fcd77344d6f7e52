"""The whole road: commit, signal, django-notifs, channel, provider, publisher, exchange."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import notifications.default_settings
import pytest
from kombu import pools
from rest_framework.test import APIClient

from accounts.actions import devices
from accounts.models import Device, User
from chat import receivers
from chat.models import ChatSession, ControlMessage, Event
from chatire.celery import app
from chatire.protocol import topology
from chatire.protocol.events import encode
from chatire.protocol.revocations import Revocation, RevocationType
from ops.rabbitmq import RabbitMQ
from tests.chat.listening import listening
from tests.chat.processes import celery_worker
from tests.chat.test_broker import stopped

pytestmark = [
    pytest.mark.broker,
    pytest.mark.timeout(120),
    pytest.mark.django_db(transaction=True),
]


@contextmanager
def celery_at(url: str) -> Iterator[None]:
    """Point Celery at the private node."""
    before = app.conf.broker_url
    app.conf.broker_url = url
    app._pool = app.amqp._producer_pool = None
    try:
        yield
    finally:
        pools.reset()  # type: ignore[no-untyped-call]
        app.conf.broker_url = before
        app._pool = app.amqp._producer_pool = None


@pytest.fixture(autouse=True)
def _closed_circuit() -> Iterator[None]:
    """The task queue's circuit is the process's: no test inherits another's."""
    receivers.task_queue.close()
    yield
    receivers.task_queue.close()


@pytest.fixture
def with_celery(monkeypatch: pytest.MonkeyPatch, amqp: RabbitMQ) -> Iterator[None]:
    """Deliver by django-notifs' Celery backend."""
    # django-notifs has copied the setting when it was imported.
    monkeypatch.setattr(
        notifications.default_settings,
        "NOTIFICATIONS_DELIVERY_BACKEND",
        "notifications.backends.Celery",
    )
    with celery_at(amqp.url):
        yield


def post(client: APIClient, session: ChatSession, text: str = "Hello") -> Any:
    return client.post(f"/api/chats/{session.uri}/messages/", {"message": text})


def unpublished() -> int:
    return Event.objects.filter(published_at=None).count()


def test_posted_message_reaches_who_listens(
    amqp: RabbitMQ, as_alice: APIClient, session: ChatSession
) -> None:
    """What arrives is what GET events/ serves, and the row is marked."""
    with listening(amqp.url, topology.session_exchange(session.uri)) as listener:
        assert post(as_alice, session).status_code == 201
        delivery = listener.next()
    (served,) = as_alice.get(f"/api/chats/{session.uri}/events/?after=1").json()["events"]
    assert delivery.event == served
    assert delivery.properties.message_id == f"{session.uri}:2"
    assert Event.objects.get(seq=2, session=session).published_at is not None


def test_rolled_back_message_reaches_nobody(
    amqp: RabbitMQ, as_mallory: APIClient, as_alice: APIClient, session: ChatSession
) -> None:
    """Nothing leaves before its commit, and what was refused never."""
    with listening(amqp.url, topology.session_exchange(session.uri)) as listener:
        assert post(as_mallory, session).status_code == 404
        assert post(as_alice, session, "").status_code == 400
        post(as_alice, session, "the next one")
        assert listener.next().event["data"]["message"] == "the next one"


def test_message_leaves_through_the_celery_backend(
    with_celery: None, amqp: RabbitMQ, as_alice: APIClient, session: ChatSession
) -> None:
    """The request hands over; a worker publishes and marks."""
    assert "notifications.backends.celery.consume" in app.tasks
    with listening(amqp.url, topology.session_exchange(session.uri)) as listener:
        assert post(as_alice, session).status_code == 201
        assert unpublished() == 2
        with celery_worker():
            assert sorted(listener.seqs(2, within=60)) == [1, 2]


def test_read_state_is_told_in_passing(
    amqp: RabbitMQ, as_alice: APIClient, as_bob: APIClient, session: ChatSession
) -> None:
    """`read` has no seq, and nothing of it is kept."""
    post(as_alice, session)
    with listening(amqp.url, topology.session_exchange(session.uri)) as listener:
        as_bob.post(f"/api/chats/{session.uri}/read/", {"seq": 2})
        event = listener.next().event
    assert set(event) == {"type", "session", "at", "data"}
    assert (event["type"], event["data"]["last_read_seq"]) == ("read", 2)
    assert event["data"]["user"]["username"] == "bob"


def test_removal_reaches_the_gateways_before_the_session(
    amqp: RabbitMQ, as_alice: APIClient, bob: User, session: ChatSession
) -> None:
    """Who was removed must not hear of what follows."""
    with (
        listening(amqp.url, topology.CONTROL) as control,
        listening(amqp.url, topology.session_exchange(session.uri)) as listener,
    ):
        control.channel.exchange_declare(**topology.session_exchange(session.uri).declaration())  # type: ignore[arg-type]
        control.channel.queue_bind(control.queue, session.uri)
        as_alice.delete(f"/api/chats/{session.uri}/members/{bob.pk}/")
        first, second = control.next(), control.next()
        assert listener.next().event["type"] == "member.left"
    revocation = Revocation.decode(encode(first.event))
    assert (revocation.user, revocation.session) == (bob.pk, session.uri)
    assert second.event["type"] == "member.left"
    assert not ControlMessage.objects.filter(exchange="chatire.control").exists()


def test_joining_reaches_who_joined(
    amqp: RabbitMQ, as_mallory: APIClient, mallory: User, session: ChatSession
) -> None:
    """session.added goes to the user's own routing key."""
    with listening(amqp.url, topology.USERS, str(mallory.pk)) as listener:
        as_mallory.patch(f"/api/chats/{session.uri}/", {"username": "mallory"})
        delivery = listener.next()
    assert delivery.properties.type == "session.added"
    assert delivery.event["data"]["uri"] == session.uri
    assert delivery.event["data"]["role"] == "member"


def test_sign_out_reaches_the_gateways(amqp: RabbitMQ, bob: User) -> None:
    """The sockets of a device that signed out are closed."""
    device: Device = devices.start(bob, "token").device  # type: ignore[arg-type]
    with listening(amqp.url, topology.CONTROL) as control:
        devices.end(device)
        revocation = Revocation.decode(encode(control.next().event))
    assert revocation.type == RevocationType.DEVICE
    assert (revocation.user, revocation.device) == (bob.pk, str(device.pk))


@pytest.mark.parametrize("backend", ["synchronous", "celery"])
def test_stopped_broker_does_not_stop_posting(
    amqp: RabbitMQ,
    as_alice: APIClient,
    session: ChatSession,
    request: pytest.FixtureRequest,
    caplog: pytest.LogCaptureFixture,
    backend: str,
) -> None:
    """SIGSTOP: every POST answers 201 within a second, one warning, the events wait."""
    if backend == "celery":
        request.getfixturevalue("with_celery")
    caplog.set_level(logging.WARNING)
    with stopped(amqp):
        for _ in range(3):
            start = time.monotonic()
            assert post(as_alice, session).status_code == 201
            assert time.monotonic() - start < 1
        assert unpublished() == 3
        assert len(caplog.records) == 1


def test_what_waited_for_the_broker_leaves_without_celery(
    amqp: RabbitMQ, as_alice: APIClient, session: ChatSession
) -> None:
    """Celery, which lost the broker too, may come back to it half a minute later."""
    with listening(amqp.url, topology.session_exchange(session.uri)) as listener:
        with stopped(amqp):
            post(as_alice, session, "first")
            post(as_alice, session, "second")
            assert unpublished() == 2
        heard = [listener.next().event["seq"]]
        while heard[-1] != 3:
            heard.append(listener.next().event["seq"])
    # The first was handed to the broker before it stopped, and again afterwards: a
    # client drops what it has. What must not be is that the second overtakes it.
    assert list(dict.fromkeys(heard)) == [2, 3]


@pytest.mark.parametrize("backend", ["synchronous", "celery"])
def test_absent_broker_does_not_stop_posting(
    as_alice: APIClient,
    session: ChatSession,
    request: pytest.FixtureRequest,
    caplog: pytest.LogCaptureFixture,
    backend: str,
) -> None:
    """Nobody listens on the broker's port: 201 all the same, and one warning."""
    if backend == "celery":
        request.getfixturevalue("monkeypatch").setattr(
            notifications.default_settings,
            "NOTIFICATIONS_DELIVERY_BACKEND",
            "notifications.backends.Celery",
        )
    receivers.task_queue.close()
    caplog.clear()
    caplog.set_level(logging.WARNING)
    before = unpublished()
    for _ in range(3):
        start = time.monotonic()
        assert post(as_alice, session).status_code == 201
        assert time.monotonic() - start < 1
    assert unpublished() == before + 3
    assert len(caplog.records) <= 1


def test_log_of_the_road_holds_no_text(
    amqp: RabbitMQ, as_alice: APIClient, session: ChatSession, caplog: pytest.LogCaptureFixture
) -> None:
    """django-notifs logs its contexts: a message's text must not be among them."""
    caplog.set_level(logging.DEBUG)
    post(as_alice, session, "unmistakable")
    assert "unmistakable" not in caplog.text
