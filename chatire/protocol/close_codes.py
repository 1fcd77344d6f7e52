"""WebSocket close codes, and the policy that a code's range carries.

Sources: RFC 6455, section 7.4; the private range 4000-4999 is ours, split so
that a client which does not know a code still knows what to do.
"""

from enum import IntEnum


class CloseCode(IntEnum):
    """A code that the gateway sends in a Close frame."""

    DONE = 1000
    GOING_AWAY = 1001
    PROTOCOL_ERROR = 1002
    UNSUPPORTED_DATA = 1003
    INVALID_UTF8 = 1007
    TOO_BIG = 1009
    INTERNAL_ERROR = 1011
    RESTARTING = 1012

    SLOW_CONSUMER = 4001
    NO_PONG = 4002
    TOO_MANY_FRAMES = 4003
    NOT_RENEWED = 4004

    SIGNED_OUT = 4501
    REMOVED = 4502
    DISABLED = 4503


def may_come_back(code: int) -> bool:
    """Tell whether a client may reconnect by itself: never from 4500 on."""
    return not 4500 <= code <= 4999
