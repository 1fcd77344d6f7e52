"""The lottery, as beat starts it and a worker does it."""

import logging

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from economy.actions.draws import forget_lists, run
from economy.actions.wallets import open_missing
from economy.slots import NoPeriodError, slot_at

logger = logging.getLogger(__name__)

WALLETS_AT_ONCE = 100


@shared_task  # type: ignore[untyped-decorator]
def lottery() -> None:
    """Settle the draw that is over, close the next one, and see to what lies about."""
    if not settings.ECONOMY:
        return
    now = timezone.now()
    try:
        slot = slot_at(now)
    except NoPeriodError as error:
        logger.error("No draw: %s", error)  # noqa: TRY400 - an administrator's choice, no traceback
        return
    if slot is None:
        return
    run(slot, now=now)
    open_missing(at_most=WALLETS_AT_ONCE)
    forget_lists(before=now - settings.ECONOMY_LISTS_KEPT)
