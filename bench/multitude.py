"""More clients than one process has descriptors for: several load generators as one."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any, Self

from bench.arena import CONNECT_WITHIN, BrokenRunError
from bench.talker import Talker
from ops.installation import PYTHON

HEARD_WITHIN = 60.0


class Multitude:
    """So many ``generators``, each with the same number of clients. Use it as a context manager."""

    def __init__(self, generators: int) -> None:
        self._count = generators
        self._generators: Sequence[Talker] = ()
        self._stack = ExitStack()
        self._events = 0

    def arrive(self, clients: int, *, port: int, given: dict[str, object]) -> float:
        """Bring them in; return after how many seconds all were bound, else BrokenRunError."""
        share = clients // self._count
        began = time.monotonic()
        answers = self._ask(
            do="connect",
            port=port,
            clients=share,
            dialect="chatire",
            given=given,
            within=CONNECT_WITHIN,
            answer_within=CONNECT_WITHIN + 10,
        )
        if any(each["bound"] != share for each in answers):
            raise BrokenRunError(f"not all came in: {answers}")
        self._events = share
        return time.monotonic() - began

    def expect(self, events: int) -> None:
        """Begin to count; each client is to hear so many events."""
        self._events *= events
        self._ask(do="expect", events=self._events, within=HEARD_WITHIN, latencies=True)

    def heard(self) -> list[float]:
        """Return the seconds of each delivery once all have come, else BrokenRunError."""
        answers = [each.hear(answer_within=HEARD_WITHIN + 10) for each in self._generators]
        if any(each["events"] != self._events for each in answers):
            raise BrokenRunError(f"heard {[each['events'] for each in answers]} of {self._events}")
        return [latency for each in answers for latency in each["latencies"]]

    def _ask(self, **command: object) -> list[dict[str, Any]]:
        """Tell all of them at once, and return what each answers."""
        with ThreadPoolExecutor(self._count) as calls:
            return list(calls.map(lambda each: each.ask(**command), self._generators))

    def __enter__(self) -> Self:
        # Here, not in a thread of the pool: they die with the thread that has started them.
        self._generators = [
            self._stack.enter_context(Talker([str(PYTHON), "-m", "bench.generator"]))
            for _ in range(self._count)
        ]
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()
