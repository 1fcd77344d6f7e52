"""Notifications: told at once, found again later, each by its own user alone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from chat.actions.notifications import forget_notifications, notify_user
from chat.models import ControlMessage, Notification
from tests.contract.asyncapi import complaints

PATH = "/api/notifications/"


def told(user: User, text: str, *, kind: str = "tea.ready") -> Notification:
    return notify_user(user, kind=kind, text=text, url="/", data={"cups": 2})


def test_notification_is_told_as_described(alice: User) -> None:
    """To her alone, on the road that survives a broker that is away."""
    notification = told(alice, "Tea is ready")
    message = ControlMessage.objects.get()
    assert (message.exchange, message.routing_key) == ("chatire.users", str(alice.pk))
    assert complaints("notification", message.body) == []
    assert message.body["data"]["id"] == notification.pk
    assert message.body["data"]["data"] == {"cups": 2}


def test_list_has_the_newest_first_and_counts_what_is_unread(
    as_alice: APIClient, alice: User
) -> None:
    """With all that the event said, and when it was read."""
    told(alice, "one")
    told(alice, "two")
    page = as_alice.get(PATH).json()
    assert [each["text"] for each in page["results"]] == ["two", "one"]
    assert set(page["results"][0]) == {
        *("id", "kind", "text", "url", "created_at", "data", "read_at"),
    }
    assert page["unread_count"] == 2


def test_list_is_paged_by_cursor(as_alice: APIClient, alice: User) -> None:
    """The count is of all, not of the page."""
    for number in range(3):
        told(alice, str(number))
    page = as_alice.get(PATH, {"limit": 2}).json()
    rest = as_alice.get(page["next"]).json()
    assert [each["text"] for each in page["results"] + rest["results"]] == ["2", "1", "0"]
    assert (page["unread_count"], rest["next"]) == (3, None)


def test_list_can_be_of_one_kind_and_of_what_is_unread(as_alice: APIClient, alice: User) -> None:
    """What a page asks for when it comes back."""
    read = told(alice, "old win", kind="lottery.won")
    as_alice.post(f"{PATH}read/", {"id": read.pk})
    told(alice, "tea")
    told(alice, "new win", kind="lottery.won")
    found = as_alice.get(PATH, {"kind": "lottery.won", "unread": "true"}).json()
    assert [each["text"] for each in found["results"]] == ["new win"]


def test_reading_marks_all_up_to_there(as_alice: APIClient, alice: User) -> None:
    """And not what has come since; a second time changes nothing."""
    told(alice, "one")
    seen = told(alice, "two")
    told(alice, "three")
    for _ in range(2):
        assert as_alice.post(f"{PATH}read/", {"id": seen.pk}).json() == {"unread_count": 1}
    states = [each["read_at"] is None for each in as_alice.get(PATH).json()["results"]]
    assert states == [True, False, False]


def test_reading_one_kind_leaves_the_others(as_alice: APIClient, alice: User) -> None:
    """Who dismisses a pop-up has not read his list."""
    told(alice, "tea")
    won = told(alice, "win", kind="lottery.won")
    answer = as_alice.post(f"{PATH}read/", {"id": won.pk, "kind": "lottery.won"})
    assert answer.json() == {"unread_count": 1}


def test_others_neither_see_nor_mark_it(
    as_mallory: APIClient, anonymous: APIClient, alice: User
) -> None:
    """An id that is somebody else's is no id."""
    notification = told(alice, "Tea is ready")
    page = as_mallory.get(PATH).json()
    assert (page["results"], page["unread_count"]) == ([], 0)
    answer = as_mallory.post(f"{PATH}read/", {"id": notification.pk})
    assert (answer.status_code, list(answer.json())) == (400, ["id"])
    assert anonymous.get(PATH).status_code == 401
    assert anonymous.post(f"{PATH}read/", {"id": notification.pk}).status_code == 401
    assert Notification.objects.filter(read_at=None).count() == 1


@pytest.mark.parametrize("value", [None, "1", 1.5, True, -1, 0, 2**63, 10**40, [], {}])
def test_malformed_id_is_named(as_alice: APIClient, alice: User, value: object) -> None:
    """Nothing but the number of one of hers."""
    told(alice, "Tea is ready")
    answer = as_alice.post(f"{PATH}read/", {"id": value})
    assert (answer.status_code, list(answer.json())) == (400, ["id"])
    assert Notification.objects.filter(read_at=None).exists()


@pytest.mark.parametrize(
    ("name", "value"), [("unread", "x"), ("kind", "\0"), ("limit", "0"), ("cursor", "x")]
)
def test_malformed_question_is_named(as_alice: APIClient, name: str, value: str) -> None:
    """Each parameter by its own name."""
    answer = as_alice.get(PATH, {name: value})
    assert (answer.status_code, list(answer.json())) == (400, [name])


def test_old_notifications_are_forgotten(alice: User) -> None:
    """Read or not; young ones stay."""
    now = timezone.now()
    old, _ = told(alice, "old"), told(alice, "young")
    Notification.objects.filter(pk=old.pk).update(created_at=now - timedelta(days=91))
    assert forget_notifications(before=now - timedelta(days=90)) == 1
    assert Notification.objects.get().text == "young"
