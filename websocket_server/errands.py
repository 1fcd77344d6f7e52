"""Orders to the broker, in their order, on an AMQP channel that may die of one.

The broker answers a wrong order by closing its channel: to bind to an exchange
that another worker has just deleted is enough (404). So such orders go over a
channel that consumes nothing. What waits goes out together, and one answer does for
all; where the channel dies of it, each is tried alone, so that it is known which it was.
"""

import logging
import math
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

logger = logging.getLogger(__name__)

Step = tuple[str, dict[str, Any]]
"""A method of the channel, and its keyword arguments."""


class Channel(Protocol):
    """What is needed of pika's channel: :data:`Step`, and to hear that it is gone."""

    def add_on_close_callback(self, callback: Callable[[Any, Any], None]) -> None:
        """Call ``callback(channel, reason)`` once it is closed."""


@dataclass(slots=True)
class Errand:
    """Steps of which only the last is answered; the broker takes them in order.

    ``done`` is called with that answer, or that of a later errand; with None where the channel
    died of the errand ``tries`` times. It is not called where the connection is lost.
    ``owner`` is the user for whom it is done. A suspect is done alone.
    """

    steps: Sequence[Step]
    done: Callable[[Any], None]
    tries: int = 1
    owner: int = 0
    is_suspect: bool = False


class Errands:
    """Errands, and the channel for them, opened anew each time it dies.

    Those of one owner are done in order; owners take turns, so that hundreds of
    one user's delay another's by those that are on their way.
    """

    def __init__(
        self,
        open_channel: Callable[[Callable[[Any], None]], None],
        *,
        is_connected: Callable[[], bool],
        clock: Callable[[], float],
        at_once: int = 1,
    ) -> None:
        """``open_channel(use)`` opens a channel and hands it to ``use``.

        ``at_once``: how many go out together, of those to whom any answer is as good as their own.
        """
        self._open_channel = open_channel
        self._is_connected = is_connected
        self._clock = clock
        self._at_once = at_once
        self._waiting: dict[int, deque[Errand]] = {}
        self._under_way: list[Errand] = []
        self._channel: Any = None
        self.waits_since = math.inf
        """When the broker was asked what it has not answered yet; infinite where nothing is."""
        self._open()

    def run(self, errand: Errand) -> None:
        """Do ``errand`` when those of its owner before it are done."""
        self._waiting.setdefault(errand.owner, deque()).append(errand)
        self._next()

    def _open(self) -> None:
        self.waits_since = self._clock()
        self._open_channel(self._use)

    def _use(self, channel: Any) -> None:
        self._channel = channel
        self.waits_since = math.inf
        channel.add_on_close_callback(self._on_closed)
        self._next()

    def _next(self) -> None:
        if self._channel is None or self._under_way or not self._waiting:
            return
        self._under_way = self._take_turns()
        self.waits_since = self._clock()
        steps = [step for errand in self._under_way for step in errand.steps]
        *unanswered, (method, arguments) = steps
        for name, keywords in unanswered:
            getattr(self._channel, name)(**keywords)
        getattr(self._channel, method)(**arguments, callback=self._on_answer)

    def _take_turns(self) -> list[Errand]:
        taken = [self._take_turn()]
        while len(taken) < self._at_once and self._may_join(taken[-1]):
            taken.append(self._take_turn())
        return taken

    def _may_join(self, last: Errand) -> bool:
        """Tell whether there is one more, and neither it nor the ``last`` is to be alone."""
        if not self._waiting or last.is_suspect:
            return False
        first = next(iter(self._waiting.values()))
        return not first[0].is_suspect

    def _take_turn(self) -> Errand:
        owner = next(iter(self._waiting))
        errands = self._waiting.pop(owner)
        errand = errands.popleft()
        if errands:
            self._waiting[owner] = errands  # behind everybody else
        return errand

    def _on_answer(self, frame: Any) -> None:
        done, self._under_way = self._under_way, []
        self.waits_since = math.inf
        for errand in done:
            errand.done(frame)
        self._next()

    def _on_closed(self, _: Any, reason: Any) -> None:
        failed, self._under_way, self._channel = self._under_way, [], None
        if not self._is_connected():
            return
        for errand in reversed(failed):
            errand.is_suspect = True
            if len(failed) == 1:
                errand.tries -= 1
            if errand.tries:
                self._waiting.setdefault(errand.owner, deque()).appendleft(errand)
            else:
                logger.info("errand refused step=%s reason=%s", errand.steps[-1][0], reason)
                errand.done(None)
        self._open()
