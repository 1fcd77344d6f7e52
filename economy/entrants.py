"""Who takes part in a draw: people, and never a program."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from accounts.models import Device, User
from economy import fairness
from economy.models import Chain, Draw

DAY = timedelta(days=1)


def eligible(*, now: datetime) -> QuerySet[User]:
    """Return who may win at ``now``: everybody, or who was seen within a day (ECONOMY_ELIGIBLE)."""
    people = User.objects.filter(is_active=True, is_bot=False)
    if settings.ECONOMY_ELIGIBLE == "day":
        # Exact to an hour: a device's last use is written down once an hour.
        seen = Device.objects.filter(last_used_at__gte=now - DAY)
        people = people.filter(pk__in=seen.values("user"))
    return people


def closed_list(chain: Chain, *, draw: int, now: datetime) -> str:
    """Return the list of the draw number ``draw``, as the text that is hashed."""
    key = bytes.fromhex(chain.pseudonym_key)
    users = eligible(now=now).values_list("pk", flat=True)
    return fairness.written(fairness.pseudonym(key, draw=draw, user=user) for user in users)


def own_pseudonym(draw: Draw, user: User) -> str:
    """Return under which name ``user`` stands in the list of ``draw``, if he is in it."""
    return fairness.pseudonym(
        bytes.fromhex(draw.chain.pseudonym_key), draw=draw.number, user=user.pk
    )


def behind(pseudonym: str, draw: Draw) -> User:
    """Return whose name ``pseudonym`` is in ``draw``; User.DoesNotExist where it is nobody's."""
    key = bytes.fromhex(draw.chain.pseudonym_key)
    for user in User.objects.values_list("pk", flat=True).iterator():
        if fairness.pseudonym(key, draw=draw.number, user=user) == pseudonym:
            return User.objects.get(pk=user)
    raise User.DoesNotExist(f"{pseudonym} is nobody in {draw}")
