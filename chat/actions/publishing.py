"""Notes what the broker has confirmed."""

from collections.abc import Iterable

from django.utils import timezone

from chat.models import ControlMessage, Event
from chat.publications import Publication


def confirmed(publications: Iterable[Publication]) -> None:
    """Mark the events of ``publications`` as published, and forget their control messages."""
    events, controls = [], []
    for publication in publications:
        if publication.event is not None:
            events.append(publication.event)
        if publication.control is not None:
            controls.append(publication.control)
    if events:
        Event.objects.note_published(events, at=timezone.now())
    if controls:
        ControlMessage.objects.filter(pk__in=controls).delete()
