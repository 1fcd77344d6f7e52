import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client

from chatire.databases import tuned


def run(code: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_bad_value_stops_the_start_with_one_sentence() -> None:
    """No traceback: a sentence on standard error, and a failure."""
    done = run("import chatire.settings", REGISTRATION="ajar")
    assert done.returncode == 1
    assert done.stderr == "REGISTRATION is not understood: it must be one of open, closed.\n"


def test_public_url_makes_hosts_and_origins() -> None:
    """One variable; the cookies are secure where it is https."""
    done = run(
        "import chatire.settings as s;"
        "print(s.ALLOWED_HOSTS, s.CSRF_TRUSTED_ORIGINS, s.SESSION_COOKIE_SECURE)",
        PUBLIC_URL="https://chat.example.org",
    )
    assert done.stdout == "['chat.example.org'] ['https://chat.example.org'] True\n"


@pytest.mark.parametrize(("word", "is_on"), [("on", True), ("off", False)])
def test_economy_is_switched_by_a_word(word: str, *, is_on: bool) -> None:
    """Which is no truth by itself: ``off`` is a string that is not empty."""
    assert (
        run("import chatire.settings as s; print(s.ECONOMY)", ECONOMY=word).stdout == f"{is_on}\n"
    )


@pytest.mark.parametrize("module", ["chatire", "chatire.protocol.events"])
def test_words_are_imported_without_django_and_celery(module: str) -> None:
    """The gateway shares the package, and neither of the two."""
    code = f"import sys, {module}; print({{'django', 'celery', 'pika'}} & set(sys.modules))"
    assert run(code).stdout == "set()\n"


def test_postgresql_connection_is_kept_and_asked_whether_it_lives() -> None:
    """After a restart of PostgreSQL every connection is dead, and no request may be told so."""
    config = tuned({"ENGINE": "django.db.backends.postgresql"})
    assert config["CONN_MAX_AGE"] is None
    assert config["CONN_HEALTH_CHECKS"]


def test_sqlite_connection_is_kept() -> None:
    """To open the file for each request takes longer than most of them."""
    assert tuned({"ENGINE": "django.db.backends.sqlite3"})["CONN_MAX_AGE"] is None


@pytest.mark.django_db
def test_answers_carry_the_strict_policy(client: Client) -> None:
    """Nothing from anywhere but here, and no inline script or style."""
    answer = client.get("/api/chats/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_admin_may_use_inline_styles_and_no_inline_scripts(client: Client) -> None:
    """Looser only there, and only as far as Django's admin needs it."""
    policy = client.get("/admin/login/")["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "script-src 'self'" in policy
    assert "script-src 'self' 'unsafe" not in policy


@pytest.mark.parametrize("path", ["/nothing", "/api/nothing/", "/api/chats", "/%00", "/%ff"])
def test_unknown_path_is_not_found_in_json(client: Client, path: str) -> None:
    """DRF's shape, where no view was reached; a missing final slash is no redirect."""
    answer = client.post(path)
    assert answer.status_code == 404
    assert answer.json() == {"detail": "Not found."}


def test_foreign_host_is_refused(client: Client) -> None:
    """Only the hosts of PUBLIC_URL are served."""
    answer = client.get("/api/chats/", HTTP_HOST="evil.example.org")
    assert answer.status_code == 400


@pytest.mark.parametrize("host", ["evil.example", "localhost:8000@evil.example", "127.1"])
def test_foreign_host_is_refused_without_a_traceback(
    host: str, caplog: pytest.LogCaptureFixture
) -> None:
    """400, and no lines in the log for whoever scans the network."""
    answer = Client(headers={"host": host}).get("/api/instance/")
    assert (answer.status_code, answer.json()) == (400, {"detail": "Bad request."})
    assert not caplog.records
