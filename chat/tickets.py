"""Writes the tickets with which a user opens sockets."""

from django.conf import settings

from accounts.models import Device, User
from accounts.serializers import UserSerializer
from chat.admissions import Admissions
from chatire.protocol import tickets
from chatire.protocol.tickets import Claims

SESSIONS_A_TICKET = 400
"""A ticket travels in a header: 300 sessions are 7.4 KB of the 16 KB that nginx and uWSGI take."""


def write_tickets(user: User, device: Device, admissions: Admissions, *, now: float) -> list[str]:
    """Return one ticket for each SESSIONS_A_TICKET of ``admissions``, at least one.

    ``now`` is in seconds since the epoch.
    """
    uris, quiet = admissions
    starts = range(0, len(uris) or 1, SESSIONS_A_TICKET)
    shown = dict(UserSerializer(user).data)
    return [
        tickets.sign(
            Claims(
                user=shown,
                device=str(device.pk),
                sessions=(part := tuple(uris[start : start + SESSIONS_A_TICKET])),
                issued_at=now,
                quiet=quiet.intersection(part),
                invisible=user.invisible,
            ),
            key=settings.TICKET_KEY,
        )
        for start in starts
    ]
