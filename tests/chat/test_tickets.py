import time

import pytest
from django.conf import settings as configured
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts.models import Device, User
from chat.models import ChatSession, Member
from chatire.env import Rate
from chatire.protocol import tickets
from chatire.protocol.tickets import Claims


def claims(ticket: str) -> Claims:
    return tickets.verify(ticket, key=configured.TICKET_KEY, now=time.time())


def test_ticket_names_user_device_and_sessions(
    as_bob: APIClient, bob: User, session: ChatSession, elsewhere: ChatSession
) -> None:
    """A ticket opens what its holder is in, and nothing else."""
    body = as_bob.post("/api/tickets/").json()
    found = claims(body["ticket"])
    assert found.user == {"id": bob.pk, "username": "bob", "first_name": "", "last_name": ""}
    assert found.device == str(Device.objects.get(user=bob).pk)
    assert found.sessions == (session.uri,)
    assert abs(found.issued_at - time.time()) < 10
    assert (body["more"], body["expires_in"], body["path"]) == ([], 30, "/ws/")


def test_ticket_to_one_session_names_it_alone(
    as_mallory: APIClient, as_bob: APIClient, session: ChatSession, elsewhere: ChatSession
) -> None:
    """With a uri, the path leads to that session."""
    body = as_bob.post("/api/tickets/", {"uri": session.uri}).json()
    assert claims(body["ticket"]).sessions == (session.uri,)
    assert body["path"] == f"/ws/{session.uri}"
    assert as_mallory.post("/api/tickets/", {"uri": session.uri}).status_code == 404


def test_400_most_recently_active_sessions_come_first(as_alice: APIClient, alice: User) -> None:
    """A ticket has room for 400 sessions; the others stand in further ones."""
    made = ChatSession.objects.bulk_create(ChatSession(owner=alice) for _ in range(801))
    Member.objects.bulk_create(Member(session=session, user=alice) for session in made)
    body = as_alice.post("/api/tickets/").json()
    found = [claims(ticket).sessions for ticket in (body["ticket"], *body["more"])]
    assert [len(sessions) for sessions in found] == [400, 400, 1]
    assert [uri for part in found for uri in part] == [one.uri for one in made[::-1]]
    assert len(body["ticket"]) < 12_000


def test_sessions_with_many_members_are_quiet(
    as_bob: APIClient, bob: User, session: ChatSession, settings: Settings
) -> None:
    """The ticket tells the gateway, which knows no members."""
    ticket = as_bob.post("/api/tickets/").json()["ticket"]
    assert claims(ticket).quiet == frozenset()
    settings.PRESENCE_MAX_MEMBERS = 1
    for body in ({}, {"uri": session.uri}):
        ticket = as_bob.post("/api/tickets/", body).json()["ticket"]
        assert claims(ticket).quiet == frozenset({session.uri})
        assert claims(ticket).sessions == (session.uri,)


def test_ticket_of_somebody_invisible_says_so(as_bob: APIClient) -> None:
    """He chooses it himself."""
    for choice in (True, False):
        assert as_bob.patch("/auth/users/me/", {"invisible": choice}).status_code == 200
        assert claims(as_bob.post("/api/tickets/").json()["ticket"]).invisible is choice


def test_user_without_sessions_gets_a_ticket(as_alice: APIClient) -> None:
    """His first session will be added to the open socket."""
    assert claims(as_alice.post("/api/tickets/").json()["ticket"]).sessions == ()


@pytest.mark.parametrize("uri", ["", None, 5, [], {}, "\x00"])
def test_malformed_uri_is_named(as_bob: APIClient, uri: object) -> None:
    """400 with a sentence under `uri`."""
    answer = as_bob.post("/api/tickets/", {"uri": uri})
    assert answer.status_code == 400
    assert set(answer.json()) == {"uri"}


def test_unknown_uri_is_not_found(as_bob: APIClient) -> None:
    """What does not exist and what is not mine are the same."""
    assert as_bob.post("/api/tickets/", {"uri": "0" * 15}).status_code == 404


def test_ticket_above_the_limit_is_throttled(as_bob: APIClient, settings: Settings) -> None:
    """So many tickets a user in so many seconds; then 429 with the seconds to wait."""
    assert settings.THROTTLE_TICKETS == (60, 60)
    settings.THROTTLE_TICKETS = Rate(5, 600)
    answers = [as_bob.post("/api/tickets/") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert int(answers[-1]["Retry-After"]) >= 1
