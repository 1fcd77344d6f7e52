"""How far back the operators' page looks, and how finely."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone


class Period(NamedTuple):
    """So many ``parts`` of ``part`` each, with a tick of the time every ``tick``."""

    name: str
    parts: int
    part: timedelta
    tick: timedelta

    def start(self, now: datetime) -> datetime:
        """Return when the first part begins: the last one, which is not over, ends after ``now``.

        Parts begin at round times, so that a sample does not wander from one to another.
        """
        epoch = datetime.fromtimestamp(0, tz=timezone.get_default_timezone())
        return epoch + ((now - epoch) // self.part + 1 - self.parts) * self.part


PERIODS = {
    "1": Period("Last hour", 60, timedelta(minutes=1), timedelta(minutes=10)),
    "6": Period("Last 6 hours", 72, timedelta(minutes=5), timedelta(hours=1)),
    "24": Period("Last day", 96, timedelta(minutes=15), timedelta(hours=3)),
    "168": Period("Last week", 84, timedelta(hours=2), timedelta(days=1)),
}
"""By their hours, as the page's address has them."""

DEFAULT = "6"
