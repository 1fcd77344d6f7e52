"""Ten thousand clients come, and say nothing: how long it takes, and what one costs.

They are in sessions of ten. The gateway begins anew for each repetition, since a process that has
had them once has their memory already.
"""

from functools import partial

from bench.arena import opened
from bench.contestant import Contestant
from bench.options import Options
from bench.ours import CIRCLE, Instance, new_uri
from bench.progress import say
from bench.samples import KILO, Samples, empty
from tests.broker_node import queues
from tests.live.stack import Stack

OTHER_QUEUES = 10
"""At most: Celery's, and the workers' own."""


def measure(scope: str, options: Options) -> Samples:
    """Return ``idle_connect`` (s) and ``idle_memory`` (KB of the worker for each connection)."""
    samples = empty()
    instance = Instance(scope, options.idle_clients)
    with instance.stack as stack:
        for _ in range(options.repetitions):
            stack.restart("ws")
            instance.wait_until_ready()
            uris = [new_uri() for _ in range(max(1, options.idle_clients // CIRCLE))]
            with opened(_contestant(instance, uris), options.idle_clients) as arena:
                arrival = arena.arrive()
                arena.leave()
            stack.wait_until(partial(_is_forgotten, stack), "no queue of them is left")
            samples["idle_connect"].append(arrival.seconds)
            samples["idle_memory"].append(arrival.bytes_each / KILO)
            say(f"{arrival.seconds:.1f} s, {arrival.bytes_each / KILO:.1f} KB each")
    return dict(samples)


def _is_forgotten(stack: Stack) -> bool:
    """Tell whether the broker has deleted the clients' queues: it would be busy with them yet."""
    return len(queues(stack.node)) <= OTHER_QUEUES


def _contestant(instance: Instance, uris: list[str]) -> Contestant:
    return Contestant(
        port=instance.port,
        dialect="chatire",
        given=instance.given(uris, is_quiet=False),
        publisher=Nobody(),
        server=instance.gateway,
    )


class Nobody:
    """Publishes nothing."""

    pid = 0

    def publish(self, count: int, *, every: float = 0.0) -> None:
        raise NotImplementedError("these clients only listen")
