"""The system checks: a setting that would undo a promise stops the start."""

import pytest
from django.core.checks import run_checks
from pytest_django import Settings


def found() -> set[str]:
    return {str(message.id) for message in run_checks() if message.id}


def test_our_settings_are_good() -> None:
    """Those that the tests run with."""
    assert not {name for name in found() if name.startswith("accounts.")}


def test_missing_listener_is_found(settings: Settings) -> None:
    """New passwords would end nothing."""
    settings.AUTH_PASSWORD_VALIDATORS = settings.AUTH_PASSWORD_VALIDATORS[:-1]
    assert "accounts.E001" in found()


def test_atomic_requests_are_found(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """The throttles' locks would last as long as the requests that they count."""
    changed = {**settings.DATABASES["default"], "ATOMIC_REQUESTS": True}
    monkeypatch.setitem(settings.DATABASES, "default", changed)
    assert "accounts.E002" in found()
