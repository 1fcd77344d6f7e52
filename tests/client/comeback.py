"""When to try again, and after which close codes."""

from chatire.protocol.close_codes import CloseCode, may_come_back
from tests.client.actions import Stop, Timer, Wait

BACK_OFF = (1.0, 30.0)
"""The least and the greatest ceiling of a jittered wait, in seconds."""

TRIES_EACH = 4
"""Failures before the ceiling doubles. If each one doubled it, a wait would be as long again as the
outage was, and longer: after a restart of 3 s the last of a hundred clients came 13 s later."""

AFTER_OWN_BUG = 30.0
"""Seconds to wait after a close code that says: your frames are wrong."""

OWN_BUGS = {CloseCode.UNSUPPORTED_DATA, CloseCode.INVALID_UTF8, CloseCode.TOO_BIG}


class Comeback:
    """Counts what has failed since the last completed sync."""

    def __init__(self) -> None:
        self._failures = 0

    def on_success(self) -> None:
        self._failures = 0

    def back_off(self, timer: Timer, *, uri: str = "", at_least: float | None = None) -> Wait:
        """Wait a random time, of which every fourth failure doubles the ceiling."""
        least, greatest = BACK_OFF
        ceiling = min(greatest, least * 2 ** min(self._failures // TRIES_EACH, 10))
        self._failures += 1
        floor = at_least or 0.0
        return Wait(timer, floor, floor + ceiling, uri)

    def after_close(self, code: int, reason: str) -> Wait | Stop:
        """Return when to connect again after a Close frame, or that one does not."""
        if code == CloseCode.DONE or not may_come_back(code):
            return Stop(code)
        if code in OWN_BUGS:
            return Wait(Timer.RECONNECT, AFTER_OWN_BUG, AFTER_OWN_BUG)
        if code == CloseCode.RESTARTING and (seconds := _seconds(reason)) is not None:
            return Wait(Timer.RECONNECT, seconds, seconds)
        return self.back_off(Timer.RECONNECT)


def _seconds(reason: str) -> float | None:
    try:
        seconds = float(reason)
    except ValueError:
        return None
    return seconds if 0 <= seconds <= 3600 else None
