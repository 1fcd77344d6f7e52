"""What is committed is answered so, whatever meets its publication."""

import logging

import pytest
from django.db import OperationalError
from rest_framework.test import APIClient

from chat import broker
from chat.models import ChatSession, Event
from chat.publications import Publication


class Confirming:
    """A publisher of which the broker confirms everything."""

    def publish(self, publications: list[Publication]) -> list[bool]:
        return [True for _ in publications]


@pytest.mark.django_db(transaction=True)
def test_post_is_answered_though_its_publication_cannot_be_noted(
    as_alice: APIClient,
    session: ChatSession,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The database was locked for the second, small write: 201, a line in the log, a later try."""

    def confirmed(publications: list[Publication]) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(broker, "publisher", Confirming)
    monkeypatch.setattr("chat.providers.confirmed", confirmed)
    with caplog.at_level(logging.ERROR):
        answer = as_alice.post(f"/api/chats/{session.uri}/messages/", {"message": "Hello"})
    assert answer.status_code == 201
    assert Event.objects.filter(session=session, seq=2, published_at=None).exists()
    assert "database is locked" in caplog.text
