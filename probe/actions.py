"""One run of the probe, and what is kept of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from chat.actions.retention import forget_log
from probe.client import Client
from probe.errors import NoWayError
from probe.identity import access_token, own_session
from probe.measuring import measure
from probe.models import REASON_LENGTH, ProbeSession, Sample

LOG_KEPT = timedelta(hours=1)
"""Nobody reads what the probe posts."""


def run() -> list[Sample]:
    """Measure once, and keep what came of it: a failure is a sample, too."""
    return Sample.objects.bulk_create(list(_samples()))


def forget(*, now: datetime) -> None:
    """Delete old samples, and what the probe has posted."""
    Sample.objects.filter(measured_at__lt=now - settings.PROBE_RETENTION).delete()
    for own in ProbeSession.objects.select_related("session"):
        forget_log(own.session, before=now - LOG_KEPT)


def _samples() -> Iterator[Sample]:
    try:
        session = own_session()
        token = access_token(session.owner, now=timezone.now())
        with Client(settings.PROBE_URL, public_url=settings.PUBLIC_URL, token=token) as client:
            for seconds in measure(client, session.uri):
                yield Sample(milliseconds=seconds * 1000)
    except NoWayError as error:
        yield Sample(failure=str(error)[:REASON_LENGTH])
