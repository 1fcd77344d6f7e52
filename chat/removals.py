"""What must be told before anything else of a session is: that somebody is not in it any more.

A removal is published by the process that has committed it. Should that process
be slower than one that says something later, or die in between, the removed
would hear what he must not: so whoever publishes of a session publishes first
what is committed and waits. Gateways are told twice then, which changes nothing.
"""

from chat import events
from chat.models import ControlMessage
from chat.publications import Publication
from chatire.protocol.revocations import RevocationType


def waiting_before(publication: Publication) -> list[Publication]:
    """Return the removals from the session of ``publication`` that no broker has confirmed."""
    if publication.control is not None:
        return []
    waiting = ControlMessage.objects.filter(
        type=RevocationType.MEMBERSHIP, body__session=publication.exchange
    )
    return [events.of_control(message) for message in waiting.order_by("pk")]
