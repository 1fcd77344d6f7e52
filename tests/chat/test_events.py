import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from chat.actions.messages import post_message
from chat.models import ChatSession, Event, Message
from tests.contract.golden import golden


@pytest.fixture
def path(session: ChatSession, alice: User) -> str:
    """Return the path of a log of bob's joining and three messages."""
    for text in ("one", "two", "three"):
        post_message(session, alice, text=text)
    return f"/api/chats/{session.uri}/events/"


def test_log_is_served_from_its_beginning(as_bob: APIClient, path: str) -> None:
    """Without a place, what happened first comes first."""
    body = as_bob.get(path).json()
    assert [event["seq"] for event in body["events"]] == [1, 2, 3, 4]
    assert body["events"][0]["type"] == "member.joined"
    assert (body["last_seq"], body["has_more"]) == (4, False)


def test_event_of_a_message_is_the_golden_one(as_bob: APIClient, path: str) -> None:
    """Envelope and data have exactly the fields of the contract."""
    event = as_bob.get(path, {"after": 1, "limit": 1}).json()["events"][0]
    example = golden("message.posted")
    assert set(event) == set(example)
    assert set(event["data"]) == set(example["data"])
    assert event["data"]["message"] == "one"


def test_log_after_a_place_says_whether_there_is_more(as_bob: APIClient, path: str) -> None:
    """A page ends where its limit ends."""
    body = as_bob.get(path, {"after": 1, "limit": 2}).json()
    assert [event["seq"] for event in body["events"]] == [2, 3]
    assert (body["last_seq"], body["has_more"]) == (4, True)


def test_log_after_its_end_is_empty(as_bob: APIClient, path: str) -> None:
    """Who has everything gets nothing."""
    body = as_bob.get(path, {"after": 4}).json()
    assert (body["events"], body["has_more"]) == ([], False)


def test_place_beyond_the_end_is_gone(as_bob: APIClient, path: str) -> None:
    """A client that knows more than the log met a restored backup: it reloads."""
    answer = as_bob.get(path, {"after": 5})
    assert answer.status_code == 410
    assert answer.json()["last_seq"] == 4
    assert "detail" in answer.json()


def test_place_that_is_not_kept_is_gone(as_bob: APIClient, path: str, session: ChatSession) -> None:
    """Events that were forgotten are not silently skipped."""
    Event.objects.filter(session=session, seq__lte=2).delete()
    assert as_bob.get(path, {"after": 1}).status_code == 410
    assert as_bob.get(path).status_code == 410
    assert [event["seq"] for event in as_bob.get(path, {"after": 2}).json()["events"]] == [3, 4]


def test_deleted_message_cannot_be_read_out_of_the_log(
    as_bob: APIClient, path: str, session: ChatSession
) -> None:
    """Earlier events of a message are served with its present text."""
    Message.objects.filter(seq=2).update(message="", deleted_at=timezone.now())
    event = as_bob.get(path, {"after": 1, "limit": 1}).json()["events"][0]
    assert (event["type"], event["data"]["message"]) == ("message.posted", "")
    assert event["data"]["deleted_at"] is not None


def test_outsider_reads_no_log(as_mallory: APIClient, path: str) -> None:
    """For mallory the session does not exist."""
    assert as_mallory.get(path).status_code == 404


@pytest.mark.parametrize(
    "after", ["-1", "x", "%00", "9223372036854775808", "", "1_0", "1.0", "%2B1", "%D9%A1"]
)
def test_malformed_place_is_named(as_bob: APIClient, path: str, after: str) -> None:
    """400 with a sentence under the parameter's name."""
    answer = as_bob.get(f"{path}?after={after}")
    assert answer.status_code == 400
    assert set(answer.json()) == {"after"}
