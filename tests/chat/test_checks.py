import pytest
from django.core.checks import CheckMessage
from notifications.channels import BaseNotificationChannel
from pytest_django import Settings

from chat import checks


def ids(found: list[CheckMessage]) -> list[str | None]:
    return [message.id for message in found]


def test_settings_as_they_are_pass() -> None:
    """Nothing is wrong with the defaults."""
    assert not checks.check_channel(None)
    assert not checks.check_keys(None)
    assert not checks.check_broker(None)
    assert not checks.check_databases(None)


def test_another_websocket_channel_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """django-notifs' own one would take ours out silently."""
    monkeypatch.setattr(BaseNotificationChannel, "registered_channels", {"websocket": "theirs"})
    assert ids(checks.check_channel(None)) == ["chat.E001"]


def test_shared_key_is_found(settings: Settings) -> None:
    """The gateway knows the one, and must not know the other."""
    settings.TICKET_KEY = settings.SECRET_KEY
    assert ids(checks.check_keys(None)) == ["chat.E002"]


def test_second_broker_is_found(settings: Settings) -> None:
    """The task queue and the publisher share one RabbitMQ."""
    settings.CELERY_BROKER_URL = "amqp://elsewhere/"
    assert ids(checks.check_broker(None)) == ["chat.E003"]


@pytest.mark.parametrize(
    ("config", "found"),
    [
        ({"ENGINE": "django.db.backends.sqlite3"}, ["chat.E004"]),
        ({"ENGINE": "django.db.backends.postgresql"}, []),
    ],
)
def test_sqlite_that_would_fail_under_load_is_found(
    config: dict[str, object], found: list[str]
) -> None:
    """PostgreSQL has no such option."""
    assert ids(checks.database_errors(config)) == found
