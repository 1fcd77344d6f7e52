"""A lane: the publications of one AMQP channel, sent and not yet confirmed.

No I/O: :mod:`chat.broker.connection` owns the channel. RabbitMQ closes a channel when an
exchange is not there, and that is an everyday thing here: nobody listens. It
costs only what is under way in this lane.

Source: https://www.rabbitmq.com/docs/confirms (delivery tags count from 1 in
each channel; an ack may confirm all tags up to its own).
"""

from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass, field

from chat.publications import Publication


@dataclass(slots=True, eq=False)
class Job:
    """A publication under way; ``done`` tells whether the broker has it.

    ``is_awaited`` until whoever came with it has gone.
    """

    publication: Publication
    done: "Future[bool]" = field(default_factory=Future)
    is_awaited: bool = True

    def finish(self, *, published: bool) -> None:
        if not self.done.done():
            self.done.set_result(published)


class Lane:
    def __init__(self) -> None:
        self.waiting: deque[Job] = deque()
        self._sent: dict[int, Job] = {}
        self._last_tag = 0

    def next(self) -> Job | None:
        """Take the job to send now, None where all are sent."""
        if not self.waiting:
            return None
        job = self.waiting.popleft()
        self._last_tag += 1
        self._sent[self._last_tag] = job
        return job

    def settle(self, tag: int, *, multiple: bool, published: bool) -> None:
        """Finish the job with the delivery tag ``tag``; ``multiple``: all up to it."""
        tags = [sent for sent in self._sent if sent <= tag] if multiple else [tag]
        for settled in tags:
            job = self._sent.pop(settled, None)
            if job is not None:
                job.finish(published=published)

    def restart(self) -> None:
        """Queue again, in order, what was sent and not confirmed: the channel is gone."""
        self.waiting.extendleft(reversed(self._sent.values()))
        self._sent.clear()
        self._last_tag = 0

    def nobody_listens(self, exchange: str) -> None:
        """Finish what waits for ``exchange``, which does not exist: published, to nobody."""
        kept = [job for job in self.waiting if job.publication.exchange != exchange]
        for job in self.waiting:
            if job.publication.exchange == exchange:
                job.finish(published=True)
        self.waiting = deque(kept)

    def give_up(self) -> None:
        """Finish unpublished what was not sent yet."""
        for job in self.waiting:
            job.finish(published=False)
        self.waiting.clear()
