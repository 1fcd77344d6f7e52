"""Lists cost the same number of queries however long they are."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import User
from chat.actions.members import join
from chat.actions.messages import post_message
from chat.actions.sessions import create_session
from chat.models import ChatSession
from tests.conftest import make_user


def populate(owner: User, *, sessions: int) -> list[ChatSession]:
    made = [create_session(owner) for _ in range(sessions)]
    for number, session in enumerate(made):
        guest = make_user(f"guest-{session.pk}")
        join(session, guest)
        for text in range(number % 3 + 1):
            post_message(session, guest, text=str(text))
    return made


def queries(call: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


@pytest.mark.parametrize("path", ["chats/", "chats/{uri}/", "chats/{uri}/events/"])
def test_reading_costs_the_same_however_much_there_is(
    as_alice: APIClient, alice: User, path: str
) -> None:
    """One session or seven, one message or three."""
    first = f"/api/{path}".format(uri=populate(alice, sessions=1)[0].uri)
    few = queries(lambda: as_alice.get(first))
    last = f"/api/{path}".format(uri=populate(alice, sessions=6)[-1].uri)
    assert queries(lambda: as_alice.get(last)) == few <= 5


def test_history_costs_the_same_however_long_it_is(
    as_alice: APIClient, alice: User, session: ChatSession, bob: User
) -> None:
    """Authors come with their messages."""
    path = f"/api/chats/{session.uri}/messages/"
    post_message(session, alice, text="one")
    few = queries(lambda: as_alice.get(path))
    for text in range(10):
        post_message(session, bob, text=str(text))
    assert queries(lambda: as_alice.get(path)) == few == 3


def test_sync_costs_the_same_however_many_sessions(as_alice: APIClient, alice: User) -> None:
    """Known and unknown sessions, with messages in all of them."""

    def sync(made: list[ChatSession]) -> int:
        known = {session.uri: 0 for session in made[::2]}
        return queries(lambda: as_alice.post("/api/sync/", {"sessions": known}))

    few = sync(populate(alice, sessions=2))
    assert sync(populate(alice, sessions=10)) == few <= 8


def test_posting_costs_few_queries(as_alice: APIClient, session: ChatSession) -> None:
    """Who, how often, which session, then the transaction: seq, message, event."""
    path = f"/api/chats/{session.uri}/messages/"
    as_alice.post(path, {"message": "the first one makes the throttle's row"})
    assert queries(lambda: as_alice.post(path, {"message": "Hello"})) == 8


def test_ticket_costs_the_same_however_many_sessions(as_alice: APIClient, alice: User) -> None:
    """One query for all of them."""
    populate(alice, sessions=1)
    as_alice.post("/api/tickets/")
    few = queries(lambda: as_alice.post("/api/tickets/"))
    populate(alice, sessions=5)
    assert queries(lambda: as_alice.post("/api/tickets/")) == few
