"""System checks: settings that would break the chat quietly.

chat.E001  another notification channel has taken the name ``websocket``
chat.E002  TICKET_KEY is SECRET_KEY
chat.E003  the task queue's broker is not the publisher's
chat.E004  SQLite without immediate transactions
"""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from notifications.channels import BaseNotificationChannel

from chat.channels import WebSocketChannel


@register()
def check_channel(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """django-notifs keeps one class a name, the last one imported."""
    found = BaseNotificationChannel.registered_channels[WebSocketChannel.name]
    if found == f"{WebSocketChannel.__module__}.{WebSocketChannel.__name__}":
        return []
    return [
        Error(
            f"The notification channel 'websocket' is {found}.",
            hint="Uninstall the package `channels`, with which django-notifs brings its own.",
            id="chat.E001",
        )
    ]


@register(Tags.security)
def check_keys(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The gateway knows TICKET_KEY; with it nobody may forge anything else."""
    if settings.TICKET_KEY != settings.SECRET_KEY:
        return []
    return [Error("TICKET_KEY is the same as SECRET_KEY: make another.", id="chat.E002")]


@register()
def check_broker(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """One RabbitMQ serves both, and one variable names it."""
    if settings.CELERY_BROKER_URL == settings.AMQP_URL:
        return []
    return [Error("CELERY_BROKER_URL is not AMQP_URL.", id="chat.E003")]


@register(Tags.database)
def check_databases(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Without its one option SQLite fails under load only."""
    return database_errors(settings.DATABASES["default"])


def database_errors(config: dict[str, Any]) -> list[CheckMessage]:
    """Return what is wrong with one entry of DATABASES."""
    is_sqlite = config["ENGINE"].endswith("sqlite3")
    if not is_sqlite or config.get("OPTIONS", {}).get("transaction_mode") == "IMMEDIATE":
        return []
    return [Error("SQLite needs transaction_mode IMMEDIATE.", id="chat.E004")]
