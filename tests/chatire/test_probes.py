"""What programs that watch over the application are told."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

ASK = """
import django
django.setup()
from django.test import Client
answer = Client().get("/readyz")
print(answer.status_code, answer.json()["database"])
"""


def test_an_application_that_answers_is_alive(client: Client) -> None:
    """Whatever else is away: a restart would not bring it back."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_without_a_broker_it_is_ready_and_says_so(client: Client) -> None:
    """Chat is slower then, and never wrong."""
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "database": True, "broker": False}


@pytest.mark.parametrize("database", ["empty.sqlite3", "missing/database.sqlite3"])
def test_without_its_database_it_is_not_ready(tmp_path: Path, database: str) -> None:
    """Neither where there is none, nor where nobody has migrated it."""
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / database}"}
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=settings.BASE_DIR,
        env={**environment, "DJANGO_SETTINGS_MODULE": "chatire.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "503 False\n"


@pytest.mark.django_db
def test_any_host_header_will_do(client: Client) -> None:
    """Such programs come by the machine's address, which is no name of ours."""
    assert client.get("/readyz", HTTP_HOST="10.1.2.3:8000").status_code == 200
    assert client.get("/api/instance/", HTTP_HOST="10.1.2.3:8000").status_code == 400


def test_what_is_no_question_is_not_answered(client: Client) -> None:
    """Only GET, and only these paths."""
    assert client.post("/healthz").status_code == 404
    assert client.get("/healthz/").status_code == 404
    assert json.loads(client.post("/readyz").content) == {"detail": "Not found."}
