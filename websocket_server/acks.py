"""Which deliveries of an AMQP channel are done, told to the broker in few words. No I/O.

An acknowledgement may stand for all deliveries up to its own: for those of a whole turn of the
loop, as long as no client that is slow holds an earlier one.
"""

import math
from collections import OrderedDict

Ack = tuple[int, bool]
"""``delivery_tag`` and ``multiple`` of a Basic.Ack (AMQP 0-9-1 reference, basic.ack)."""


class Acks:
    """The tags of one channel, which grow with each delivery."""

    def __init__(self) -> None:
        self._held: OrderedDict[int, None] = OrderedDict()
        self._done: list[int] = []

    def hold(self, tag: int) -> None:
        """A delivery has come."""
        self._held[tag] = None

    def finish(self, tag: int) -> bool:
        """It is done; True where it is the first since :meth:`take`."""
        self._held.pop(tag, None)
        self._done.append(tag)
        return len(self._done) == 1

    def take(self) -> list[Ack]:
        """Return, once, what to tell the broker.

        What is done behind a delivery that is held is told alone: the other clients' windows
        must not wait for a slow one's.
        """
        done, self._done = self._done, []
        oldest = next(iter(self._held), math.inf)
        acks: list[Ack] = [(tag, False) for tag in done if tag > oldest]
        before = max((tag for tag in done if tag < oldest), default=None)
        if before is not None:
            acks.insert(0, (before, True))
        return acks
