"""Publishes what stayed unpublished: the broker was away, or a process died after its commit."""

from datetime import datetime, timedelta
from typing import Protocol

from django.utils import timezone

from chat import events, removals
from chat.actions.publishing import confirmed
from chat.models import ControlMessage, Event
from chat.publications import Publication
from chat.serializers.events import render

GRACE = timedelta(seconds=1)
"""What is younger is probably on its way still."""

BATCH = 500

DEADLINE = 5.0
"""Seconds for a batch."""


class Publishes(Protocol):
    def publish(self, publications: list[Publication], *, deadline: float) -> list[bool]: ...


def sweep(publisher: Publishes, *, now: datetime, grace: timedelta = GRACE) -> int:
    """Publish what has waited since before ``now`` less ``grace``; return how much was confirmed.

    Control messages first, so that who was removed hears nothing of what
    followed; then the events of each session in the order of its log.
    """
    done = 0
    for batch in (_control_messages, _events):
        while publications := batch(now - grace):
            published = publisher.publish(publications, deadline=DEADLINE)
            sent = [one for one, is_sent in zip(publications, published, strict=True) if is_sent]
            confirmed(sent)
            done += len(sent)
            if len(sent) < BATCH:
                break
    return done


def _control_messages(before: datetime) -> list[Publication]:
    waiting = ControlMessage.objects.filter(created_at__lt=before).order_by("pk")
    return [events.of_control(message) for message in waiting[:BATCH]]


def _events(before: datetime) -> list[Publication]:
    waiting = Event.objects.filter(published_at=None, at__lt=before)
    waiting = waiting.select_related("session", "message__user").order_by("session", "seq")
    return [_of_event(event) for event in waiting[:BATCH]]


def _of_event(event: Event) -> Publication:
    # Of now: whoever was removed since it was written must not get it any more.
    removed = removals.recent(event.session, now=timezone.now())
    return Publication.of_event(event.pk, render(event), at=event.at, removed=removed)
