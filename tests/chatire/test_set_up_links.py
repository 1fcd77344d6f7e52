"""What is logged of a set-up link."""

import logging
from typing import Any

import pytest
from django.conf import settings

from chatire.set_up_links import SetUpLinkFilter


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/setup/5c1f0b/", "/setup/.../"),
        ("/setup/5c1f0b", "/setup/..."),
        ("/setup/5c1f0b/more/?q=1", "/setup/.../more/?q=1"),
        ("/api/chats/", "/api/chats/"),
    ],
)
def test_token_is_left_out(path: str, logged: str) -> None:
    """And nothing else is."""
    args = ("CSRF cookie not set.", path)
    record = logging.LogRecord("name", logging.WARNING, "", 0, "Forbidden (%s): %s", args, None)
    assert SetUpLinkFilter().filter(record)
    assert record.getMessage() == f"Forbidden (CSRF cookie not set.): {logged}"


def test_record_of_another_form_is_left_alone() -> None:
    """Without arguments, with a dictionary of them, or with numbers."""
    for args in ((), ({"path": "x"},), (7,)):
        record = logging.LogRecord("name", logging.WARNING, "", 0, "message", args, None)
        before = record.args
        assert SetUpLinkFilter().filter(record)
        assert record.args == before


def test_every_handler_leaves_it_out() -> None:
    """Handlers, since a logger's filters do not see what its children log."""
    handlers: dict[str, Any] = settings.LOGGING["handlers"]  # type: ignore[assignment]
    assert all("set_up_link" in handler["filters"] for handler in handlers.values())
