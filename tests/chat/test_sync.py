import pytest
from rest_framework.test import APIClient

from accounts.models import User
from chat.actions.messages import post_message
from chat.actions.sessions import create_session
from chat.models import ChatSession, Event
from chat.views import sync


def test_sync_returns_what_followed(as_bob: APIClient, alice: User, session: ChatSession) -> None:
    """Of a known session: the events after its place."""
    post_message(session, alice, text="one")
    body = as_bob.post("/api/sync/", {"sessions": {session.uri: 1}}).json()
    found = body["sessions"][session.uri]
    assert [event["data"]["message"] for event in found["events"]] == ["one"]
    assert (found["last_seq"], found["has_more"]) == (2, False)
    assert (body["removed"], body["added"]) == ([], [])


def test_sync_names_sessions_that_the_client_does_not_know(
    as_bob: APIClient, session: ChatSession
) -> None:
    """An unknown session comes whole."""
    body = as_bob.post("/api/sync/", {"sessions": {}}).json()
    assert [added["uri"] for added in body["added"]] == [session.uri]
    assert body["added"][0]["role"] == "member"


def test_sync_names_sessions_that_are_not_mine(
    as_mallory: APIClient, session: ChatSession, elsewhere: ChatSession
) -> None:
    """Removed from, or never in: mallory cannot tell the two apart."""
    asked = {elsewhere.uri: 0, session.uri: 0, "0" * 15: 7}
    body = as_mallory.post("/api/sync/", {"sessions": asked}).json()
    assert set(body["removed"]) == {session.uri, "0" * 15}
    assert set(body["sessions"]) == {elsewhere.uri}


def test_sync_resets_a_session_whose_place_is_gone(
    as_bob: APIClient, alice: User, session: ChatSession
) -> None:
    """Too old, or from a future that a restored backup has undone."""
    post_message(session, alice, text="one")
    Event.objects.filter(session=session, seq=1).delete()
    for place in (0, 3):
        body = as_bob.post("/api/sync/", {"sessions": {session.uri: place}}).json()
        assert body["sessions"][session.uri] == {"reset": True, "last_seq": 2}


def test_sync_of_a_long_absence_says_that_there_is_more(
    as_bob: APIClient, alice: User, session: ChatSession
) -> None:
    """One session gives at most 100 events."""
    for number in range(101):
        post_message(session, alice, text=str(number))
    found = as_bob.post("/api/sync/", {"sessions": {session.uri: 0}}).json()
    found = found["sessions"][session.uri]
    assert (len(found["events"]), found["has_more"], found["last_seq"]) == (100, True, 102)


def test_sync_answers_a_bounded_number_of_events(
    as_alice: APIClient, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What has no room in the answer says that there is more, and is no reset."""
    monkeypatch.setattr(sync, "IN_ALL", 3)
    sessions = [create_session(alice) for _ in range(3)]
    for session in sessions:
        post_message(session, alice, text="one")
        post_message(session, alice, text="two")
    asked = {session.uri: 0 for session in sessions}
    found = as_alice.post("/api/sync/", {"sessions": asked}).json()["sessions"]
    assert sorted(len(part["events"]) for part in found.values()) == [0, 1, 2]
    assert [part["has_more"] for part in found.values()].count(True) == 2


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"sessions": None},
        {"sessions": []},
        {"sessions": "x"},
        {"sessions": {"0" * 15: -1}},
        {"sessions": {"0" * 15: "x"}},
        {"sessions": {"0" * 15: "1"}},
        {"sessions": {"0" * 15: True}},
        {"sessions": {"0" * 15: 1.5}},
        {"sessions": {"0" * 15: None}},
        {"sessions": {"0" * 15: 2**63}},
        {"sessions": {"0" * 15: {}}},
        {"sessions": {"not a uri": 1}},
        {"sessions": {"\x00": 1}},
        {"sessions": {f"{number:015x}": 0 for number in range(5001)}},
    ],
)
def test_malformed_sync_is_named(as_bob: APIClient, body: object) -> None:
    """400 with a sentence under `sessions`."""
    answer = as_bob.post("/api/sync/", body)
    assert answer.status_code == 400
    assert set(answer.json()) == {"sessions"}
