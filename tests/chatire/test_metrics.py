"""What the application tells Prometheus."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from chat.actions.members import join
from chat.actions.sessions import create_session
from chat.models import Event

ASK = """
import django
django.setup()
from django.test import Client
answer = Client().get("/metrics")
print(answer.status_code, "chatire_database_up 0.0" in answer.content.decode())
"""


def numbers(client: Client) -> dict[str, float]:
    """Return what /metrics tells, without the prefix."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    lines = answer.content.decode().splitlines()
    told = (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    return {name.removeprefix("chatire_"): float(value) for name, value in told}


def count(client: Client, view: str, method: str, status: int) -> float:
    """Return how many requests were counted."""
    labels = f'method="{method}",status="{status}",view="{view}"'
    return numbers(client).get(f"http_seconds_count{{{labels}}}", 0)


@pytest.mark.django_db(transaction=True)
def test_requests_are_counted_by_pattern_method_and_status(
    client: Client, alice: User, api: Callable[[User], APIClient]
) -> None:
    """The pattern holds no uri, which is a session's invitation."""
    view = "api/chats/<uri:uri>/"
    before = count(client, view, "GET", 200)
    session = create_session(alice, title="Tea party")
    assert api(alice).get(f"/api/chats/{session.uri}/").status_code == 200
    assert count(client, view, "GET", 200) == before + 1
    assert session.uri not in client.get("/metrics").content.decode()


@pytest.mark.django_db
def test_nobody_makes_series_by_what_he_asks(client: Client) -> None:
    """Paths and methods that do not exist are one series."""
    before = count(client, "", "other", 404), count(client, "", "GET", 404)
    for number in range(5):
        client.generic(f"BREW{number}", f"/coffee/{number}")
        client.get(f"/coffee/{number}")
    after = count(client, "", "other", 404), count(client, "", "GET", 404)
    assert after == (before[0] + 5, before[1] + 5)
    assert "coffee" not in client.get("/metrics").content.decode()


@pytest.mark.django_db(transaction=True)
def test_what_waits_for_the_broker_is_told(client: Client, alice: User, bob: User) -> None:
    """How much, and for how long the first of it."""
    join(create_session(alice, title="Tea party"), bob)
    Event.objects.update(at=timezone.now() - timedelta(seconds=90), published_at=None)
    told = numbers(client)
    assert told["events_unpublished"] == 1
    assert 90 <= told["events_unpublished_seconds"] < 150
    assert told["control_messages_unpublished"] == 2  # each is told of a session more
    assert (told["database_up"], told["broker_up"]) == (1, 0)
    Event.objects.update(published_at=timezone.now())
    told = numbers(client)
    assert (told["events_unpublished"], told["events_unpublished_seconds"]) == (0, 0)


def test_without_a_database_the_rest_is_told() -> None:
    """That it is down is what one wants to see."""
    environment = {**os.environ, "DATABASE_URL": "sqlite:////nowhere/database.sqlite3"}
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=settings.BASE_DIR,
        env={**environment, "DJANGO_SETTINGS_MODULE": "chatire.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "200 True\n"
