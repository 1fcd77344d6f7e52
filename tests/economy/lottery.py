"""A lottery without a clock: one period after another, each a minute of the same noon."""

from datetime import UTC, datetime, timedelta

from economy.actions import chains
from economy.actions.draws import run
from economy.models import Chain, Draw
from economy.slots import Slot

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LENGTH = 100


def slot(number: int) -> Slot:
    """Return the minute so many minutes after noon."""
    return Slot(NOON + number * MINUTE, NOON + (number + 1) * MINUTE)


def begin_chain(*, length: int = LENGTH) -> Chain:
    """Publish an anchor a minute before noon."""
    return chains.begin(now=NOON - MINUTE, length=length)


def run_at(minute: int, *, seconds: float = 0.1) -> None:
    """Do what the task does when it is started so many minutes and seconds after noon."""
    run(slot(minute), now=NOON + minute * MINUTE + timedelta(seconds=seconds))


def settled(number: int = 1) -> Draw:
    """Return the draw of that number, after as many periods as it takes to settle it."""
    if not Chain.objects.exists():
        begin_chain()
    for minute in range(number + 1):
        run_at(minute)
    return Draw.objects.get(number=number)
