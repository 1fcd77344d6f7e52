"""The notification provider ``rabbitmq``: publishes, and notes what was confirmed."""

from typing import Any

from notifications.providers import BaseNotificationProvider

from chat import broker
from chat.actions.publishing import confirmed
from chat.publications import Publication
from chat.removals import waiting_before


class RabbitMQProvider(BaseNotificationProvider):  # type: ignore[misc]
    name = "rabbitmq"

    def send(self, payload: dict[str, Any]) -> None:
        """Publish one publication. A failure is no error: the sweeper publishes it again."""
        publication = Publication.from_payload(payload)
        publisher = broker.publisher()
        for each in (*waiting_before(publication), publication):
            # One after another: the gateways know of a removal before they get what follows.
            if publisher.publish([each]) != [True]:
                return
            confirmed([each])
