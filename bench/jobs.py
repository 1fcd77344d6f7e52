"""What can be measured, by name; each job adds to the results."""

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench import ours, send_loop
from bench.arena import opened
from bench.figures import fanout, idle, post, receipt
from bench.results import Results

Job = Callable[[Results], None]

LIMIT = "C loop of send()"


def ours_in_a_room(scope: str, results: Results) -> None:
    """Measure what one worker delivers to one room; and what a C loop does, in turns with it."""
    options = results.options
    with (
        tempfile.TemporaryDirectory(prefix="chatire-") as directory,
        ours.run(scope, options.clients) as contestant,
        opened(contestant, options.clients) as arena,
        send_loop.run(Path(directory), options.clients) as loop,
        opened(loop, options.clients) as limit,
    ):
        limit.arrive()
        limit.warm_up()
        samples = fanout.measure(arena, options, limit=limit)
    results.add_ours(scope, samples)
    results.contestants[f"Chatire, scope {scope}"] = samples
    if scope == "worker":
        results.contestants[LIMIT] = {"deliveries": samples["limit"]}


def ours_idle(scope: str, results: Results) -> None:
    """Measure what idle connections cost."""
    results.add_ours(scope, idle.measure(scope, results.options))


def ours_receipt(scope: str, results: Results) -> None:
    """Measure one message's way."""
    results.add_ours(scope, receipt.measure(scope, results.options))


def ours_posts(scope: str, results: Results) -> None:
    """Measure the application."""
    results.add_ours(scope, post.measure(scope, results.options))


JOBS: dict[str, Job] = {
    f"{what}-{scope}": partial(job, scope)
    for what, job in (
        ("fanout", ours_in_a_room),
        ("receipt", ours_receipt),
        ("post", ours_posts),
        ("idle", ours_idle),
    )
    for scope in ours.SCOPES
}
