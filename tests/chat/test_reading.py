import pytest
from rest_framework.test import APIClient

from accounts.models import User
from chat.actions.messages import post_message
from chat.models import ChatSession, Event


@pytest.fixture
def path(session: ChatSession, alice: User, bob: User) -> str:
    """Return the path for a session with alice's messages at 2 and 3 and bob's at 4."""
    post_message(session, alice, text="one")
    post_message(session, alice, text="two")
    post_message(session, bob, text="three")
    return f"/api/chats/{session.uri}/read/"


def test_reading_counts_down_what_others_wrote(as_bob: APIClient, path: str) -> None:
    """One's own messages are never unread."""
    assert as_bob.post(path, {"seq": 0}).json()["unread_count"] == 2
    assert as_bob.post(path, {"seq": 2}).json() == {"last_read_seq": 2, "unread_count": 1}
    assert as_bob.post(path, {"seq": 4}).json() == {"last_read_seq": 4, "unread_count": 0}


def test_reading_never_moves_back(as_bob: APIClient, path: str) -> None:
    """A second tab that lags behind changes nothing."""
    as_bob.post(path, {"seq": 3})
    assert as_bob.post(path, {"seq": 1}).json() == {"last_read_seq": 3, "unread_count": 0}


def test_reading_takes_no_place_in_the_log(as_bob: APIClient, path: str) -> None:
    """What somebody has read is told in passing."""
    as_bob.post(path, {"seq": 3})
    assert Event.objects.count() == 4


@pytest.mark.parametrize("seq", [5, -1, "x", "1", 1.0, None, True, 1.5, 2**63, [], {}, "\x00"])
def test_place_that_cannot_be_read_is_named(as_bob: APIClient, path: str, seq: object) -> None:
    """Above last_seq, or no number at all: 400 under `seq`, and nothing changes."""
    answer = as_bob.post(path, {"seq": seq})
    assert answer.status_code == 400
    assert set(answer.json()) == {"seq"}
    assert as_bob.post(path, {"seq": 0}).json()["last_read_seq"] == 1


def test_outsider_reads_nothing(as_mallory: APIClient, path: str) -> None:
    """For mallory the session does not exist."""
    assert as_mallory.post(path, {"seq": 1}).status_code == 404
