"""What can be measured, by name; each job adds to the results."""

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench import ours, profile, send_loop
from bench.arena import opened
from bench.contestant import Start
from bench.figures import fanout, idle, post, receipt
from bench.peers.django_channels import contestant as django_channels
from bench.peers.node_ws import contestant as node_ws
from bench.peers.original import contestant as original
from bench.peers.socket_io import contestant as socket_io
from bench.peers.web_stomp import contestant as web_stomp
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
        results.profiles[scope] = profile.take(contestant.server()[0], arena.burst)
        arena.leave()
    results.add_ours(scope, samples)
    results.contestants[f"Chatire, scope {scope}"] = samples
    if scope == "worker":
        results.contestants[LIMIT] = {"deliveries": samples["limit"]}


def peer_in_a_room(name: str, start: Start, results: Results) -> None:
    """Measure the same of a peer."""
    options = results.options
    with start(options.clients) as peer, opened(peer, options.clients) as arena:
        results.contestants[name] = fanout.measure(arena, options)
        arena.leave()


def ours_idle(scope: str, results: Results) -> None:
    """Measure what idle connections cost."""
    results.add_ours(scope, idle.measure(scope, results.options))


def ours_receipt(scope: str, results: Results) -> None:
    """Measure one message's way."""
    results.add_ours(scope, receipt.measure(scope, results.options))


def ours_posts(scope: str, results: Results) -> None:
    """Measure the application."""
    results.add_ours(scope, post.measure(scope, results.options))


PEERS: dict[str, tuple[str, Start]] = {
    f"channels-{layer}-{server}": (
        f"Channels, {layer} layer, {server}",
        partial(django_channels.run, server, layer),
    )
    for server in django_channels.SERVERS
    for layer in django_channels.LAYERS
} | {
    "node-ws": ("Node ws and amqplib", node_ws.run),
    "socket-io": ("Socket.IO, Redis adapter", socket_io.run),
    "web-stomp": ("RabbitMQ Web STOMP", web_stomp.run),
    "original": ("a pika connection a client", original.run),
}
"""By job: what the table calls it, and how it is started."""

OURS: dict[str, Job] = {
    f"{what}-{scope}": partial(job, scope)
    for what, job in (("receipt", ours_receipt), ("post", ours_posts), ("idle", ours_idle))
    for scope in ours.SCOPES
}

JOBS: dict[str, Job] = (
    {f"fanout-{scope}": partial(ours_in_a_room, scope) for scope in ours.SCOPES}
    # Next to them: what is compared is measured within the same half hour.
    | {job: partial(peer_in_a_room, *peer) for job, peer in PEERS.items()}
    | OURS
)
