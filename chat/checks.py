"""System checks: settings that would break the chat quietly.

chat.E001  another notification channel has taken the name ``websocket``
chat.E002  TICKET_KEY is SECRET_KEY
chat.E003  the task queue's broker is not the publisher's
chat.E004  SQLite without immediate transactions
chat.E005  PostgreSQL's pool together with persistent connections
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
    """Each engine has one option without which it fails under load only."""
    return database_errors(settings.DATABASES["default"])


def database_errors(config: dict[str, Any]) -> list[CheckMessage]:
    """Return what is wrong with one entry of DATABASES."""
    found: list[CheckMessage] = []
    options = config.get("OPTIONS", {})
    if config["ENGINE"].endswith("sqlite3") and options.get("transaction_mode") != "IMMEDIATE":
        found.append(Error("SQLite needs transaction_mode IMMEDIATE.", id="chat.E004"))
    if options.get("pool") and config.get("CONN_MAX_AGE", 0) != 0:
        found.append(Error("With a pool CONN_MAX_AGE must be 0.", id="chat.E005"))
    return found
