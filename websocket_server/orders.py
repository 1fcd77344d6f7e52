"""What clients need of the broker besides deliveries: queues, bindings, and their end."""

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from chatire.protocol.topology import USERS, session_exchange, user_routing_key
from websocket_server.errands import Errand, Errands, Step

BINDING_TRIES = 5

BINDINGS_AT_ONCE = 32
"""Of those that wait: thousands come back together, and a way to the broker and back for each
would take longer than all it does."""

DECLARING = 8
"""Channels that declare queues: each answer has a name in it, so one channel asks for one only."""


class Orders:
    """Orders, those of one owner done in the order in which they were given.

    While the broker is away they do nothing, and call nobody back: whoever waits
    hears of that from the broker's listener. Several channels, so that none can die
    of another's mistake: `queues` declare and delete queues, `bindings` and
    `deletions` may die of a 404 or 406.
    """

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._control_queue = ""
        self._queues: list[Errands] = []
        self._turns = itertools.count()
        self._bindings: Errands | None = None
        self._deletions: Errands | None = None

    def open(
        self,
        open_channel: Callable[[Callable[[Any], None]], None],
        *,
        is_connected: Callable[[], bool],
        control_queue: str,
    ) -> None:
        """Begin, on channels that ``open_channel(use)`` opens and hands to ``use``."""

        def errands(*, at_once: int = 1) -> Errands:
            return Errands(
                open_channel, is_connected=is_connected, clock=self._clock, at_once=at_once
            )

        self._control_queue = control_queue
        self._queues = [errands() for _ in range(DECLARING)]
        self._bindings, self._deletions = errands(at_once=BINDINGS_AT_ONCE), errands()

    def close(self) -> None:
        """The channels are gone."""
        self._queues = []
        self._bindings = self._deletions = None

    @property
    def waits_since(self) -> float:
        """When the broker was asked what it has not answered yet; infinite where nothing is."""
        waiting = [*self._queues, *([self._bindings] if self._bindings else [])]
        return min((errands.waits_since for errands in waiting), default=math.inf)

    def probe(self) -> None:
        """Ask the broker something, to see whether it answers."""
        if self.waits_since == math.inf:
            self._run_on_queues(Errand([_step("exchange_declare", **USERS.declaration())], _done))

    def declare_queue(
        self, arguments: Mapping[str, Any], done: Callable[[str | None], None], *, owner: int
    ) -> None:
        """Declare an exclusive queue that the broker names; ``done(name)``, or None."""
        step = _step("queue_declare", queue="", exclusive=True, arguments=dict(arguments))
        errand = Errand([step], lambda frame: done(_queue_name(frame)), owner=owner)
        self._run_on_queues(errand)

    def delete_queue(self, queue: str) -> None:
        """Delete ``queue``, which nobody is about to consume."""
        self._run_on_queues(Errand([_step("queue_delete", queue=queue)], _done))

    def bind(
        self,
        queue: str,
        uris: Sequence[str],
        *,
        user_id: int,
        owner: int,
        done: Callable[[bool], None],
    ) -> None:
        """Bind ``queue`` to the sessions and the control queue to the user.

        ``done`` is told whether the broker has confirmed all of it. Each session's
        exchange is declared first: no other than a gateway does, and another
        one may have deleted it as unused a moment ago.
        """
        key = user_routing_key(user_id)
        steps = [
            _step("queue_bind", queue=self._control_queue, exchange=USERS.name, routing_key=key)
        ]
        for uri in uris:
            exchange = session_exchange(uri)
            steps.append(_step("exchange_declare", **exchange.declaration()))
            steps.append(_step("queue_bind", queue=queue, exchange=exchange.name))
        errand = Errand(
            steps, lambda frame: done(frame is not None), tries=BINDING_TRIES, owner=owner
        )
        self._run(self._bindings, errand)

    def unbind(self, queue: str, uri: str, *, owner: int) -> None:
        """Unbind ``queue`` from a session."""
        step = _step("queue_unbind", queue=queue, exchange=uri)
        self._run(self._bindings, Errand([step], _done, owner=owner))

    def unbind_user(self, user_id: int, *, owner: int) -> None:
        """Hear no more of a user."""
        step = _step(
            "queue_unbind",
            queue=self._control_queue,
            exchange=USERS.name,
            routing_key=user_routing_key(user_id),
        )
        self._run(self._bindings, Errand([step], _done, owner=owner))

    def delete_exchange(self, uri: str) -> None:
        """Delete a session's exchange unless somebody still uses it (that is no error)."""
        step = _step("exchange_delete", exchange=session_exchange(uri).name, if_unused=True)
        self._run(self._deletions, Errand([step], _done))

    def _run_on_queues(self, errand: Errand) -> None:
        if self._queues:
            self._queues[next(self._turns) % DECLARING].run(errand)

    @staticmethod
    def _run(errands: Errands | None, errand: Errand) -> None:
        if errands is not None:
            errands.run(errand)


def _step(method: str, **arguments: Any) -> Step:
    return method, arguments


def _queue_name(frame: Any) -> str | None:
    return None if frame is None else str(frame.method.queue)


def _done(_: object) -> None:
    """Nobody waits for this answer."""
