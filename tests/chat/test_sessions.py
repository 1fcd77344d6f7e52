import re

from rest_framework.test import APIClient

from accounts.models import User
from chat.models import ChatSession, Event, Member
from tests.contract.golden import golden


def test_created_session_belongs_to_its_creator(as_alice: APIClient, alice: User) -> None:
    """Who creates a session owns it and is its one member."""
    answer = as_alice.post("/api/chats/", {"title": "Tea party"})
    body = answer.json()
    assert answer.status_code == 201
    assert (body["status"], body["role"], body["member_count"]) == ("SUCCESS", "owner", 1)
    assert body["owner"]["username"] == "alice"
    assert Member.objects.get(session__uri=body["uri"]).user == alice


def test_created_session_has_an_unguessable_uri(as_alice: APIClient) -> None:
    """A uri is 15 lowercase hexadecimal characters, and never the same twice."""
    uris = {as_alice.post("/api/chats/").json()["uri"] for _ in range(5)}
    assert len(uris) == 5
    assert all(re.fullmatch("[0-9a-f]{15}", uri) for uri in uris)


def test_session_object_has_the_fields_of_the_contract(
    as_bob: APIClient, session: ChatSession
) -> None:
    """A session object in a list is that of the golden session.added."""
    (shown,) = as_bob.get("/api/chats/").json()["results"]
    assert set(shown) == set(golden("session.added")["data"])


def test_one_session_is_shown_with_its_members(as_bob: APIClient, session: ChatSession) -> None:
    """GET of one session adds the members, the owner first, without e-mail addresses."""
    body = as_bob.get(f"/api/chats/{session.uri}/").json()
    assert [member["username"] for member in body["members"]] == ["alice", "bob"]
    assert set(body["members"][0]) == set(golden("member.joined")["data"])
    assert body["role"] == "member"


def test_list_holds_my_sessions_alone(
    as_bob: APIClient, session: ChatSession, elsewhere: ChatSession
) -> None:
    """Somebody else's session is in nobody's list but his."""
    results = as_bob.get("/api/chats/").json()["results"]
    assert [shown["uri"] for shown in results] == [session.uri]


def test_list_shows_the_most_recently_active_session_first(
    as_alice: APIClient, session: ChatSession
) -> None:
    """A message moves its session to the top."""
    newer = as_alice.post("/api/chats/").json()["uri"]
    as_alice.post(f"/api/chats/{session.uri}/messages/", {"message": "hello"})
    results = as_alice.get("/api/chats/").json()["results"]
    assert [shown["uri"] for shown in results] == [session.uri, newer]
    assert results[0]["last_message"]["message"] == "hello"


def test_list_is_paged_by_cursor_under_the_public_address(as_alice: APIClient) -> None:
    """Following `next` shows every session once; the Host header makes no link."""
    made = [as_alice.post("/api/chats/").json()["uri"] for _ in range(5)]
    seen, address = [], "/api/chats/?limit=2"
    while address:
        page = as_alice.get(address, HTTP_HOST="127.0.0.1:8000").json()
        seen += [shown["uri"] for shown in page["results"]]
        address = page["next"]
        assert address is None or address.startswith("http://localhost:8000/api/chats/?")
    assert seen == made[::-1]


def test_owner_changes_title_and_kind(as_alice: APIClient, session: ChatSession) -> None:
    """A change is answered with the session and recorded as session.updated."""
    body = {"title": "Mad tea party", "kind": "private"}
    answer = as_alice.patch(f"/api/chats/{session.uri}/", body)
    assert answer.status_code == 200
    assert (answer.json()["title"], answer.json()["kind"]) == ("Mad tea party", "private")
    event = Event.objects.get(session=session, type="session.updated")
    assert event.data is not None
    assert set(event.data) == set(golden("session.updated")["data"])
    assert event.data["title"] == "Mad tea party"


def test_change_to_the_same_title_is_no_event(as_alice: APIClient, session: ChatSession) -> None:
    """What stays as it is takes no place in the log."""
    as_alice.patch(f"/api/chats/{session.uri}/", {"title": session.title})
    assert not Event.objects.filter(type="session.updated").exists()
    session.refresh_from_db()
    assert session.last_seq == 1


def test_plain_member_changes_nothing(as_bob: APIClient, session: ChatSession) -> None:
    """The title is the owner's and the admins'."""
    assert as_bob.patch(f"/api/chats/{session.uri}/", {"title": "Mine"}).status_code == 403
    session.refresh_from_db()
    assert session.title == "Tea party"


def test_admin_changes_the_title(as_bob: APIClient, bob: User, session: ChatSession) -> None:
    """An admin may do what the owner may."""
    Member.objects.filter(session=session, user=bob).update(role="admin")
    assert as_bob.patch(f"/api/chats/{session.uri}/", {"title": "Ours"}).status_code == 200
