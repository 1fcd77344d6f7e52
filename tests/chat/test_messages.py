import uuid
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings
from rest_framework.serializers import Serializer
from rest_framework.test import APIClient

from accounts.models import User
from chat.actions.messages import post_message
from chat.models import ChatSession, Event, Message
from chat.serializers.messages import MessageSerializer, PostedSerializer
from chatire.env import Rate
from tests.contract.golden import golden

UUID = "5f0c2a9e-7d8a-4b6f-9a52-0d7b1a1e9c11"


def test_posted_message_is_answered_as_the_contract_says(
    as_bob: APIClient, session: ChatSession
) -> None:
    """201 with the message's fields, the session's uri and SUCCESS."""
    answer = as_bob.post(f"/api/chats/{session.uri}/messages/", {"message": "Hello"})
    body = answer.json()
    assert answer.status_code == 201
    assert (body["status"], body["uri"], body["seq"]) == ("SUCCESS", session.uri, 2)
    assert set(body) == set(golden("message.posted")["data"]) | {"status", "uri"}
    assert body["created_at"].endswith("Z")


@pytest.mark.parametrize("kind", [MessageSerializer, PostedSerializer])
@pytest.mark.parametrize(
    "more",
    [
        {"client_message_id": UUID},
        {"message": "", "edited_at": timezone.now(), "deleted_at": timezone.now()},
    ],
)
def test_message_object_is_what_its_fields_say(
    alice: User, session: ChatSession, kind: type[MessageSerializer], more: dict[str, Any]
) -> None:
    """It is written by hand, and its fields stand in the OpenAPI document."""
    post_message(session, alice, text="Hello")
    Message.objects.update(**more)
    shown = kind(Message.objects.get())
    by_fields = Serializer.to_representation(shown, shown.instance)
    assert list(shown.data.items()) == list(by_fields.items())


def test_posted_message_takes_the_next_place_of_the_log(
    as_alice: APIClient, as_bob: APIClient, session: ChatSession
) -> None:
    """Message and event share one seq, and the event waits to be published."""
    for client in (as_alice, as_bob, as_alice):
        client.post(f"/api/chats/{session.uri}/messages/", {"message": "Hello"})
    posted = Event.objects.filter(session=session, type="message.posted").order_by("seq")
    assert [event.seq for event in posted] == [2, 3, 4]
    assert all(event.message and event.message.seq == event.seq for event in posted)
    assert {event.published_at for event in posted} == {None}


@pytest.mark.parametrize("text", ["a", "x" * 4000, "👋" * 4000, f"  {'x' * 4000}\n", "<b>&amp;"])
def test_message_is_stored_as_typed(as_bob: APIClient, session: ChatSession, text: str) -> None:
    """Length is counted in code points, after trimming; what is kept is what was typed."""
    answer = as_bob.post(f"/api/chats/{session.uri}/messages/", {"message": text})
    assert answer.status_code == 201
    assert Message.objects.get().message == text == answer.json()["message"]


def test_same_client_message_id_finds_the_first_message(
    as_bob: APIClient, session: ChatSession
) -> None:
    """A repeated try answers 200 with the first message, and changes nothing."""
    body = {"message": "Hello", "client_message_id": UUID}
    first = as_bob.post(f"/api/chats/{session.uri}/messages/", body)
    again = as_bob.post(f"/api/chats/{session.uri}/messages/", {**body, "message": "Other"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    session.refresh_from_db()
    assert (Message.objects.count(), session.last_seq) == (1, 2)


def test_client_message_id_is_each_users_own(
    as_alice: APIClient, as_bob: APIClient, session: ChatSession
) -> None:
    """Nobody can take an id away from somebody else, nor read his message with it."""
    body = {"message": "Hello", "client_message_id": UUID}
    path = f"/api/chats/{session.uri}/messages/"
    assert as_alice.post(path, body).status_code == 201
    assert as_bob.post(path, {**body, "message": "Mine"}).json()["message"] == "Mine"


def test_one_message_is_found_by_its_id(as_bob: APIClient, session: ChatSession) -> None:
    """GET of one message answers the message object."""
    posted = as_bob.post(f"/api/chats/{session.uri}/messages/", {"message": "Hello"}).json()
    found = as_bob.get(f"/api/chats/{session.uri}/messages/{posted['id']}/").json()
    assert found == {key: posted[key] for key in found}


def test_message_of_another_session_is_not_found_through_ones_own(
    as_bob: APIClient, as_mallory: APIClient, session: ChatSession, elsewhere: ChatSession
) -> None:
    """An id opens nothing outside its session."""
    posted = as_bob.post(f"/api/chats/{session.uri}/messages/", {"message": "Hello"}).json()
    path = f"/api/chats/{elsewhere.uri}/messages/{posted['id']}/"
    assert as_mallory.get(path).status_code == 404


@pytest.mark.parametrize("message_id", ["0", "999999", "9" * 30, "9" * 5000])
def test_unknown_message_is_not_found(
    as_bob: APIClient, session: ChatSession, message_id: str
) -> None:
    """However large the number is."""
    assert as_bob.get(f"/api/chats/{session.uri}/messages/{message_id}/").status_code == 404


@pytest.mark.parametrize("method", ["patch", "delete", "put"])
def test_message_is_not_changed_yet(as_bob: APIClient, session: ChatSession, method: str) -> None:
    """What is not offered is answered with 405, not with a 500."""
    posted = as_bob.post(f"/api/chats/{session.uri}/messages/", {"message": "Hello"}).json()
    path = f"/api/chats/{session.uri}/messages/{posted['id']}/"
    assert getattr(as_bob, method)(path, {"message": "Other"}).status_code == 405


def test_outsider_posts_nothing(
    as_mallory: APIClient, session: ChatSession, elsewhere: ChatSession
) -> None:
    """For mallory the session does not exist, whatever she owns elsewhere."""
    body = {"message": "Hello", "client_message_id": str(uuid.uuid4())}
    assert as_mallory.post(f"/api/chats/{session.uri}/messages/", body).status_code == 404
    assert not Message.objects.exists()


def test_removed_member_posts_nothing(as_bob: APIClient, session: ChatSession) -> None:
    """The membership is asked for at every post."""
    session.members.filter(user__username="bob").delete()
    body = {"message": "Hello"}
    assert as_bob.post(f"/api/chats/{session.uri}/messages/", body).status_code == 404


def test_post_above_the_limit_is_throttled(
    as_alice: APIClient, as_bob: APIClient, session: ChatSession, settings: Settings
) -> None:
    """So many posts a user in so many seconds; then 429 with the seconds to wait."""
    assert settings.THROTTLE_POSTS == (60, 10)
    settings.THROTTLE_POSTS = Rate(5, 600)
    path = f"/api/chats/{session.uri}/messages/"
    answers = [as_bob.post(path, {"message": "Hello"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [201] * 5 + [429]
    assert 1 <= int(answers[-1]["Retry-After"]) <= 600
    assert as_alice.post(path, {"message": "Hello"}).status_code == 201
