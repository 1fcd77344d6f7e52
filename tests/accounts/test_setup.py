"""The first administrator: a link that is printed, and works once."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.actions import setup, users
from accounts.models import SetupLink, User
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db

CHIEF = {"username": "Chief", "email": "chief@example.org", "password": PASSWORD}


@pytest.fixture
def browser() -> Client:
    return Client(HTTP_HOST="localhost", enforce_csrf_checks=True)


def test_link_is_printed_with_the_public_address(settings: Settings) -> None:
    """As an operator can click it."""
    settings.PUBLIC_URL = "https://chat.example.org"
    assert printed().startswith("https://chat.example.org/setup/")


def test_nothing_is_printed_where_there_is_an_administrator(browser: Client) -> None:
    """One is enough; he makes the next."""
    fill(browser, path())
    assert printed() == ""


def test_link_makes_an_administrator_once(browser: Client) -> None:
    """Who can sign in to the admin."""
    link = path()
    assert fill(browser, link).status_code == 200
    chief = User.objects.get()
    assert (chief.username, chief.is_staff, chief.is_superuser) == ("chief", True, True)
    assert browser.login(username="chief", password=PASSWORD)
    assert browser.get("/admin/").status_code == 200
    assert browser.get(link).status_code == 404


def test_link_is_stored_hashed() -> None:
    """A copy of the database makes nobody an administrator."""
    token = path().split("/")[2]
    assert token not in str(SetupLink.objects.values())


def test_second_link_is_gone_with_the_first(browser: Client) -> None:
    """Each start prints one; none survives the administrator."""
    first, second = path(), path()
    fill(browser, second)
    assert browser.get(first).status_code == 404


def test_link_expires(browser: Client) -> None:
    """It may stand in some log."""
    link = path()
    SetupLink.objects.update(created_at=timezone.now() - setup.LIFETIME - timedelta(seconds=1))
    assert browser.get(link).status_code == 404


def test_link_works_for_a_server_whose_administrator_is_gone(browser: Client) -> None:
    """Otherwise nobody could look after it any more."""
    fill(browser, path())
    users.delete(User.objects.get())
    assert browser.get(path()).status_code == 200


@pytest.mark.parametrize("token", ["x", "%00", "0" * 64, "é"])
def test_guessed_link_is_404(browser: Client, token: str) -> None:
    """In words, and never a 500."""
    path()
    answer = browser.get(f"/setup/{token}/")
    assert answer.status_code == 404
    assert b"does not work" in answer.content


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", "a b"),
        ("username", "me"),
        ("username", "x\x00"),
        ("email", "chief"),
        ("password", "short"),
        ("password", ""),
    ],
)
def test_bad_field_is_explained(browser: Client, field: str, value: str) -> None:
    """The link stays good."""
    link = path()
    answer = fill(browser, link, **{field: value})
    assert answer.status_code == 400
    assert b'class="error"' in answer.content
    assert not User.objects.exists()
    assert fill(browser, link).status_code == 200


def test_taken_name_is_explained(browser: Client, alice: User) -> None:
    """Somebody may have signed up first."""
    assert fill(browser, path(), username="ALICE").status_code == 400


def test_post_from_elsewhere_is_403(browser: Client) -> None:
    """The form carries Django's CSRF token."""
    assert browser.post(path(), CHIEF).status_code == 403


def test_page_obeys_the_strict_policy(browser: Client) -> None:
    """Nothing inline, nothing cached."""
    answer = browser.get(path())
    text = answer.content.decode()
    assert "<script" not in text
    assert "style=" not in text
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def printed() -> str:
    output = StringIO()
    call_command("admin_link", stdout=output)
    return output.getvalue().strip()


def path() -> str:
    token = setup.make_link()
    assert token is not None
    return f"/setup/{token}/"


def fill(browser: Client, link: str, **changes: str) -> Any:
    browser.get(link)
    csrf = browser.cookies["csrftoken"].value
    return browser.post(link, {**CHIEF, **changes, "csrfmiddlewaretoken": csrf})
