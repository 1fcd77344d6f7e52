from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from chat import tasks
from chat.actions.messages import post_message
from chat.actions.retention import forget_events, forget_log
from chat.models import ChatSession, Event, Message
from chat.unused import WINDOW, candidates


@pytest.fixture
def old(session: ChatSession, alice: User) -> ChatSession:
    """Return a session whose events 1 to 3 are old and published, and 4 is not old."""
    for text in ("one", "two", "three"):
        post_message(session, alice, text=text)
    long_ago = timezone.now() - timedelta(days=100)
    Event.objects.filter(seq__lte=3).update(at=long_ago, published_at=long_ago)
    return session


def seqs(session: ChatSession) -> list[int]:
    found = Event.objects.filter(session=session).order_by("seq")
    return list(found.values_list("seq", flat=True))


def test_old_events_are_forgotten_and_their_messages_kept(old: ChatSession) -> None:
    """EVENT_RETENTION is about the log, not about what people wrote."""
    tasks.forget_old_events()
    assert seqs(old) == [4]
    assert Message.objects.filter(session=old).count() == 3


def test_unpublished_event_keeps_what_follows_it(old: ChatSession) -> None:
    """A log is cut at its beginning, never in the middle."""
    Event.objects.filter(session=old, seq=1).update(published_at=None)
    assert forget_events(before=timezone.now() - timedelta(days=90)) == 0
    assert seqs(old) == [1, 2, 3, 4]


def test_candidates_for_unused_exchanges_are_all_sessions_where_they_are_few(
    session: ChatSession, elsewhere: ChatSession
) -> None:
    """Every run walks through all of them."""
    assert set(candidates(timezone.now())) == {session.uri, elsewhere.uri}


def test_candidates_are_a_window_where_sessions_are_many(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Runs that follow each other cover all of them, and each is bounded."""
    assert WINDOW >= 1000
    monkeypatch.setattr("chat.unused.WINDOW", 2)
    made = ChatSession.objects.bulk_create(ChatSession(owner=alice) for _ in range(5))
    now = timezone.now()
    runs = [candidates(now + timedelta(minutes=minute)) for minute in range(3)]
    assert max(map(len, runs)) == 2
    assert {uri for run in runs for uri in run} == {session.uri for session in made}


def test_log_in_which_nobody_talks_is_forgotten_with_its_messages(
    old: ChatSession, elsewhere: ChatSession, mallory: User
) -> None:
    """Of that session alone."""
    post_message(elsewhere, mallory, text="mine")
    Event.objects.update(at=timezone.now() - timedelta(days=1), published_at=timezone.now())
    assert forget_log(old, before=timezone.now()) == 4
    assert (seqs(old), seqs(elsewhere)) == ([], [1])
    assert Message.objects.get().session == elsewhere


def test_unpublished_event_keeps_what_follows_it_and_the_messages(old: ChatSession) -> None:
    """The second one; the first is forgotten."""
    Event.objects.filter(session=old, seq=2).update(published_at=None)
    assert forget_log(old, before=timezone.now() - timedelta(days=90)) == 1
    assert seqs(old) == [2, 3, 4]
    assert Message.objects.filter(session=old).count() == 3
