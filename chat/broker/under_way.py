"""What is on its way to the broker, by the row that waits for its confirm.

No I/O. Whoever has waited long enough goes, and the sweeper comes with the same row again: but
what was sent stays sent. A broker that is slow would get one copy more with every try, each
of them multiplied by all who listen, and so never get any faster.
"""

import time
from collections import OrderedDict
from collections.abc import Callable

from chat.broker.lane import Job

REMEMBER = 60.0
"""Seconds for which a confirm is remembered that came when nobody waited for it any more. The
sweeper asks every second; not for ever, since a restored backup counts its rows anew."""

Row = tuple[str, int]


class UnderWay:
    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock`` gives seconds."""
        self._clock = clock
        self._jobs: dict[Row, Job] = {}
        self._late: OrderedDict[Row, float] = OrderedDict()

    def admits(self, job: Job) -> bool:
        """Tell whether to send ``job``; if not, it is finished now, or with the one under way."""
        row = job.publication.row
        if row is None:
            return True
        self._forget()
        if self._late.pop(row, None) is not None:
            job.finish(published=True)
            return False
        if first := self._jobs.get(row):
            first.done.add_done_callback(lambda done: job.finish(published=done.result()))
            return False
        self._jobs[row] = job
        job.done.add_done_callback(lambda done: self._end(row, job, published=done.result()))
        return True

    def _end(self, row: Row, job: Job, *, published: bool) -> None:
        del self._jobs[row]
        if published and not job.is_awaited:
            self._late[row] = self._clock()

    def _forget(self) -> None:
        oldest = self._clock() - REMEMBER
        while self._late and next(iter(self._late.values())) < oldest:
            self._late.popitem(last=False)
