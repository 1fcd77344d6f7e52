"""Orders to the broker, one after another, on an AMQP channel that may die of one.

The broker answers a wrong order by closing its channel: to bind to an exchange
that another worker has just deleted is enough (404). So such orders go over a
channel that consumes nothing, and one at a time, so that it is known which of
them it was.
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

    ``done`` is called with that answer, or with None where the channel died of
    the errand ``tries`` times. It is not called where the connection is lost.
    ``owner`` is the user for whom it is done.
    """

    steps: Sequence[Step]
    done: Callable[[Any], None]
    tries: int = 1
    owner: int = 0


class Errands:
    """Errands, and the channel for them, opened anew each time it dies.

    Those of one owner are done in order; owners take turns, so that hundreds of
    one user's delay another's by a single one.
    """

    def __init__(
        self,
        open_channel: Callable[[Callable[[Any], None]], None],
        *,
        is_connected: Callable[[], bool],
        clock: Callable[[], float],
    ) -> None:
        """``open_channel(use)`` opens a channel and hands it to ``use``."""
        self._open_channel = open_channel
        self._is_connected = is_connected
        self._clock = clock
        self._waiting: dict[int, deque[Errand]] = {}
        self._current: Errand | None = None
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
        if self._channel is None or self._current is not None or not self._waiting:
            return
        self._current = self._take_turn()
        self.waits_since = self._clock()
        *unanswered, (method, arguments) = self._current.steps
        for name, keywords in unanswered:
            getattr(self._channel, name)(**keywords)
        getattr(self._channel, method)(**arguments, callback=self._on_answer)

    def _take_turn(self) -> Errand:
        owner = next(iter(self._waiting))
        errands = self._waiting.pop(owner)
        errand = errands.popleft()
        if errands:
            self._waiting[owner] = errands  # behind everybody else
        return errand

    def _on_answer(self, frame: Any) -> None:
        errand, self._current = self._current, None
        self.waits_since = math.inf
        if errand is not None:
            errand.done(frame)
        self._next()

    def _on_closed(self, _: Any, reason: Any) -> None:
        errand, self._current, self._channel = self._current, None, None
        if not self._is_connected():
            return
        if errand is not None:
            errand.tries -= 1
            if errand.tries:
                self._waiting.setdefault(errand.owner, deque()).appendleft(errand)
            else:
                logger.info("errand refused step=%s reason=%s", errand.steps[-1][0], reason)
                errand.done(None)
        self._open()
