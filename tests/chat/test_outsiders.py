"""Who is not a member, or has not signed in, learns nothing."""

import pytest
from rest_framework.test import APIClient

from chat.models import ChatSession, ControlMessage, Event, Member, Message

CALLS = [
    ("get", "", None),
    ("patch", "", {"title": "Mine"}),
    ("patch", "", {}),
    ("patch", "", {"username": "bob"}),
    ("delete", "members/{bob}/", None),
    ("get", "messages/", None),
    ("post", "messages/", {"message": "Hello"}),
    ("post", "messages/", {}),
    ("get", "messages/1/", None),
    ("get", "events/", None),
    ("get", "events/?after=x", None),
    ("post", "read/", {"seq": 1}),
    ("post", "read/", {}),
]


def counts() -> list[int]:
    return [model.objects.count() for model in (Event, Message, Member, ControlMessage)]


@pytest.mark.parametrize(("method", "tail", "body"), CALLS)
def test_outsider_gets_404_for_a_session(
    as_mallory: APIClient, session: ChatSession, method: str, tail: str, body: object
) -> None:
    """Never 403 nor 400: that it exists is not hers to know."""
    before = counts()
    bob = session.members.get(user__username="bob").user_id
    path = f"/api/chats/{session.uri}/" + tail.format(bob=bob)
    assert getattr(as_mallory, method)(path, body).status_code == 404
    assert counts() == before


@pytest.mark.parametrize(("method", "tail", "body"), CALLS)
def test_anonymous_gets_401_for_a_session(
    anonymous: APIClient, session: ChatSession, method: str, tail: str, body: object
) -> None:
    """With a challenge, as HTTP wants it."""
    path = f"/api/chats/{session.uri}/" + tail.format(bob=1)
    answer = getattr(anonymous, method)(path, body)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"]


@pytest.mark.parametrize(
    ("method", "path"),
    [("get", "chats/"), ("post", "chats/"), ("post", "sync/"), ("post", "tickets/")],
)
def test_anonymous_gets_401(anonymous: APIClient, db: None, method: str, path: str) -> None:
    """Nothing is offered to nobody."""
    assert getattr(anonymous, method)(f"/api/{path}").status_code == 401


def test_no_answer_shows_an_email_address(as_bob: APIClient, session: ChatSession) -> None:
    """An address is shown to nobody but its owner."""
    as_bob.post(f"/api/chats/{session.uri}/messages/", {"message": "Hello"})
    for tail in ("", f"{session.uri}/", f"{session.uri}/messages/", f"{session.uri}/events/"):
        assert b"example.org" not in as_bob.get(f"/api/chats/{tail}").content
