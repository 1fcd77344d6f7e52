import pytest
from rest_framework.test import APIClient

from accounts.models import User
from chat.models import ChatSession, ControlMessage, Event, Member
from chatire.protocol.events import encode
from chatire.protocol.revocations import Revocation, RevocationType
from tests.contract.golden import golden


def members(session: ChatSession) -> list[str]:
    found = Member.objects.filter(session=session).order_by("pk")
    return list(found.values_list("user__username", flat=True))


def test_anybody_joins_an_open_session_by_himself(
    as_mallory: APIClient, mallory: User, session: ChatSession
) -> None:
    """Who knows the address of an open session joins with his own username."""
    answer = as_mallory.patch(f"/api/chats/{session.uri}/", {"username": "mallory"})
    body = answer.json()
    assert answer.status_code == 200
    assert (body["status"], body["message"]) == ("SUCCESS", "mallory joined the chat")
    assert body["user"]["id"] == mallory.pk
    assert [member["username"] for member in body["members"]] == ["alice", "bob", "mallory"]


def test_username_in_capitals_is_the_same_user(as_mallory: APIClient, session: ChatSession) -> None:
    """Usernames are lowered everywhere."""
    body = {"username": "MALLORY"}
    assert as_mallory.patch(f"/api/chats/{session.uri}/", body).status_code == 200
    assert members(session) == ["alice", "bob", "mallory"]


def test_joining_is_recorded_and_told_to_who_joined(
    as_mallory: APIClient, mallory: User, session: ChatSession
) -> None:
    """Joining writes member.joined for all and session.added for the one who joined."""
    as_mallory.patch(f"/api/chats/{session.uri}/", {"username": "mallory"})
    event = Event.objects.get(session=session, seq=2)
    assert event.data is not None
    assert (event.type, event.data["username"]) == ("member.joined", "mallory")
    assert set(event.data) == set(golden("member.joined")["data"])
    told = ControlMessage.objects.filter(routing_key=str(mallory.pk)).latest("pk")
    assert told.exchange == "chatire.users"
    assert set(told.body) == set(golden("session.added"))
    assert told.body["data"]["uri"] == session.uri
    assert told.body["data"]["last_seq"] == 2


def test_joining_twice_is_one_membership_and_one_event(
    as_bob: APIClient, private: ChatSession
) -> None:
    """Who is in already is answered as one who joined, even where the session is private."""
    answer = as_bob.patch(f"/api/chats/{private.uri}/", {"username": "bob"})
    assert answer.status_code == 200
    assert members(private) == ["alice", "bob"]
    assert Event.objects.filter(session=private).count() == 1


def test_nobody_joins_a_private_session_by_himself(
    as_mallory: APIClient, private: ChatSession
) -> None:
    """For an outsider a private session does not exist."""
    answer = as_mallory.patch(f"/api/chats/{private.uri}/", {"username": "mallory"})
    assert answer.status_code == 404
    assert members(private) == ["alice", "bob"]


def test_owner_adds_somebody_to_a_private_session(
    as_alice: APIClient, mallory: User, private: ChatSession
) -> None:
    """The owner lets in whom he likes."""
    answer = as_alice.patch(f"/api/chats/{private.uri}/", {"username": "mallory"})
    assert answer.status_code == 200
    assert members(private) == ["alice", "bob", "mallory"]


def test_plain_member_adds_nobody(as_bob: APIClient, mallory: User, session: ChatSession) -> None:
    """Adding somebody else is the owner's and the admins'."""
    answer = as_bob.patch(f"/api/chats/{session.uri}/", {"username": "mallory"})
    assert answer.status_code == 403
    assert members(session) == ["alice", "bob"]


def test_outsider_adds_nobody_to_an_open_session(
    as_mallory: APIClient, session: ChatSession
) -> None:
    """An outsider can bring in himself, and nobody else."""
    answer = as_mallory.patch(f"/api/chats/{session.uri}/", {"username": "bob"})
    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["nobody", "disabled"])
def test_unknown_or_disabled_user_is_not_added(
    as_alice: APIClient, session: ChatSession, mallory: User, name: str
) -> None:
    """Only an account that can sign in becomes a member."""
    if name == "disabled":
        User.objects.filter(pk=mallory.pk).update(is_active=False)
        name = "mallory"
    answer = as_alice.patch(f"/api/chats/{session.uri}/", {"username": name})
    assert answer.status_code == 400
    assert set(answer.json()) == {"username"}


def test_joining_and_changing_in_one_call_is_refused(
    as_alice: APIClient, session: ChatSession
) -> None:
    """Of two meanings of one call, neither is guessed."""
    answer = as_alice.patch(f"/api/chats/{session.uri}/", {"username": "alice", "title": "x"})
    assert answer.status_code == 400
    assert set(answer.json()) == {"title"}


def test_member_leaves(as_bob: APIClient, bob: User, session: ChatSession) -> None:
    """Leaving ends the membership, is recorded, and names who did it."""
    assert as_bob.delete(f"/api/chats/{session.uri}/members/{bob.pk}/").status_code == 204
    assert members(session) == ["alice"]
    event = Event.objects.get(session=session, type="member.left")
    assert event.data is not None
    assert set(event.data) == set(golden("member.left")["data"])
    assert event.data["by"]["id"] == bob.pk
    assert as_bob.get(f"/api/chats/{session.uri}/").status_code == 404


def test_owner_removes_a_member(
    as_alice: APIClient, alice: User, bob: User, session: ChatSession
) -> None:
    """The gateways are told which membership ended, and why."""
    assert as_alice.delete(f"/api/chats/{session.uri}/members/{bob.pk}/").status_code == 204
    (row,) = ControlMessage.objects.filter(exchange="chatire.control")
    revocation = Revocation.decode(encode(row.body))
    assert revocation.type == RevocationType.MEMBERSHIP
    assert (revocation.user, revocation.session) == (bob.pk, session.uri)
    assert revocation.reason == "removed"


def test_plain_member_removes_nobody(as_bob: APIClient, alice: User, session: ChatSession) -> None:
    """Removing somebody else is the owner's and the admins'."""
    answer = as_bob.delete(f"/api/chats/{session.uri}/members/{alice.pk}/")
    assert answer.status_code == 403
    assert members(session) == ["alice", "bob"]


def test_owner_does_not_leave_before_handing_over(
    as_alice: APIClient, alice: User, session: ChatSession
) -> None:
    """A session always has an owner."""
    answer = as_alice.delete(f"/api/chats/{session.uri}/members/{alice.pk}/")
    assert answer.status_code == 409
    assert members(session) == ["alice", "bob"]


def test_admin_does_not_remove_the_owner(
    as_bob: APIClient, alice: User, bob: User, session: ChatSession
) -> None:
    """An admin stands below the owner."""
    Member.objects.filter(session=session, user=bob).update(role="admin")
    answer = as_bob.delete(f"/api/chats/{session.uri}/members/{alice.pk}/")
    assert answer.status_code == 409
    assert members(session) == ["alice", "bob"]


@pytest.mark.parametrize("user_id", ["999999", "9" * 30, "9" * 5000])
def test_removing_who_is_not_in_is_not_found(
    as_alice: APIClient, session: ChatSession, user_id: str
) -> None:
    """However large the number is."""
    assert as_alice.delete(f"/api/chats/{session.uri}/members/{user_id}/").status_code == 404


def test_outsider_removes_nobody(as_mallory: APIClient, bob: User, session: ChatSession) -> None:
    """For mallory the session does not exist."""
    assert as_mallory.delete(f"/api/chats/{session.uri}/members/{bob.pk}/").status_code == 404
    assert members(session) == ["alice", "bob"]
