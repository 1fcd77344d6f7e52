"""The notification channel ``websocket``: what is broadcast to a session's listeners."""

from typing import Any

from notifications.channels import BaseNotificationChannel

from chat.providers import RabbitMQProvider


class WebSocketChannel(BaseNotificationChannel):  # type: ignore[misc]
    """Passes the publication on as it is.

    It travels in ``data`` and not in django-notifs' ``context``, which its
    backends write into the log.
    """

    name = "websocket"
    providers = [RabbitMQProvider.name]

    def build_payload(self, provider: str) -> dict[str, Any]:
        payload: dict[str, Any] = self.notification.extra_data["data"]
        return payload
