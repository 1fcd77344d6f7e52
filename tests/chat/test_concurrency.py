"""Several processes at once, on whatever database the suite runs on."""

import uuid
from pathlib import Path

import pytest

from accounts.models import User
from chat.models import ChatSession, Event, Message
from tests.chat.processes import python

pytestmark = [pytest.mark.timeout(180), pytest.mark.django_db(transaction=True)]

POSTER = str(Path(__file__).with_name("poster.py"))
PROCESSES = 4
POSTS = 25


def run_posters(session: ChatSession, *, posts: int, client_message_id: str = "") -> list[str]:
    """Let PROCESSES processes post at once; return the statuses that they were answered."""
    names = ["alice", "bob"] * (PROCESSES // 2)
    process = python(POSTER, session.uri, str(posts), client_message_id, *names)
    printed, error = process.communicate(timeout=150)
    assert process.returncode == 0, error
    return printed.split()


def test_concurrent_posts_leave_no_gap_and_no_duplicate(session: ChatSession) -> None:
    """Each message and each event has a place of its own, and there is no other place."""
    run_posters(session, posts=POSTS)
    session.refresh_from_db()
    events = list(Event.objects.filter(session=session).order_by("seq"))
    assert session.last_seq == PROCESSES * POSTS + 1
    assert [event.seq for event in events] == list(range(1, session.last_seq + 1))
    seqs = Message.objects.filter(session=session).order_by("seq").values_list("seq", flat=True)
    assert list(seqs) == list(range(2, session.last_seq + 1))
    # Primary keys and places were given out in the same order: that of the commits.
    assert [event.pk for event in events] == sorted(event.pk for event in events)


def test_same_client_message_id_from_many_processes_is_one_message(
    session: ChatSession, alice: User
) -> None:
    """Whoever comes second finds the first, and the log has no hole where he was refused."""
    printed = run_posters(session, posts=5, client_message_id=str(uuid.uuid4()))
    session.refresh_from_db()
    assert Message.objects.filter(user=alice).count() == 1
    assert Message.objects.count() == 2  # bob's own has the same id
    assert printed.count("201") == 2
    assert printed.count("200") == 5 * PROCESSES - 2
    assert session.last_seq == 3
