from typing import Any

import pytest
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts.models import User
from chat.actions.messages import post_message
from chat.models import ChatSession


@pytest.fixture
def path(session: ChatSession, alice: User) -> str:
    """Return the path of a history of messages at seq 2 to 11."""
    for number in range(2, 12):
        post_message(session, alice, text=str(number))
    return f"/api/chats/{session.uri}/messages/"


@pytest.mark.parametrize(
    ("asked", "seqs", "has_more"),
    [
        ({}, range(2, 12), False),
        ({"limit": 3}, range(9, 12), True),
        ({"limit": 10}, range(2, 12), False),
        ({"before": 5}, range(2, 5), False),
        ({"before": 5, "limit": 2}, range(3, 5), True),
        ({"before": 2}, [], False),
        ({"before": 0}, [], False),
        ({"after": 9}, range(10, 12), False),
        ({"after": 5, "limit": 2}, range(6, 8), True),
        ({"after": 11}, [], False),
        ({"after": 2**63 - 1}, [], False),
        ({"around": 6, "limit": 4}, range(4, 8), True),
        ({"around": 2, "limit": 4}, range(2, 4), False),
        ({"around": 11, "limit": 4}, range(8, 12), True),
        ({"around": 6, "limit": 1}, range(6, 7), True),
    ],
)
def test_history_is_cut_where_it_is_asked_for(
    as_bob: APIClient,
    path: str,
    asked: dict[str, int],
    seqs: Any,
    has_more: bool,  # noqa: FBT001
) -> None:
    """From the oldest to the newest; has_more speaks of the side that was asked for."""
    body = as_bob.get(path, asked).json()
    assert [message["seq"] for message in body["messages"]] == list(seqs)
    assert body["has_more"] is has_more
    assert set(body) == {"id", "uri", "messages", "has_more"}


def test_limit_above_200_is_200(
    as_bob: APIClient, alice: User, session: ChatSession, settings: Settings
) -> None:
    """Who asks for more gets the most there is, and is told that there is more."""
    for number in range(201):
        post_message(session, alice, text=str(number))
    body = as_bob.get(f"/api/chats/{session.uri}/messages/", {"limit": 100000}).json()
    assert (len(body["messages"]), body["has_more"]) == (200, True)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("limit=0", "limit"),
        ("limit=-1", "limit"),
        ("limit=many", "limit"),
        ("limit=1.5", "limit"),
        ("before=x", "before"),
        ("after=-1", "after"),
        ("around=%00", "around"),
        ("before=9223372036854775808", "before"),
        ("after=" + "9" * 5000, "after"),
        ("before=", "before"),
        ("before=1_0", "before"),
        ("around=%201", "around"),
    ],
)
def test_malformed_place_is_named(as_bob: APIClient, path: str, asked: str, field: str) -> None:
    """400 with a sentence under the parameter's name."""
    answer = as_bob.get(f"{path}?{asked}")
    assert answer.status_code == 400
    assert set(answer.json()) == {field}


def test_two_places_at_once_are_refused(as_bob: APIClient, path: str) -> None:
    """before, after and around exclude each other."""
    answer = as_bob.get(path, {"before": 3, "after": 1})
    assert answer.status_code == 400
    assert set(answer.json()) == {"before", "after"}
