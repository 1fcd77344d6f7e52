"""Tens of thousands of sockets on one machine, and one message to all of them.

`python -m bench.many_sockets [--clients 30000] [--workers 4] [--generators 2] [--scope worker]`
connects everybody to one session of one instance, without nginx in between, and prints how long
that took, what it takes of memory, and how long one message is on its way to each. Ends with an
error where anybody misses it.
"""

import argparse
import json
import resource

from bench.broker_restart import RESULTS
from bench.event import template
from bench.multitude import Multitude
from bench.ours import SCOPES, Instance, new_uri
from bench.processes import resident
from bench.publisher import AmqpPublisher
from bench.samples import KILO, MILLI
from bench.statistics import percentile

MEGA = KILO * KILO


def measure(clients: int, *, workers: int, generators: int, scope: str) -> dict[str, object]:
    """Return the figures; BrokenRunError where somebody is missing or misses something."""
    instance, uri = Instance(scope, clients, workers=workers), new_uri()
    with (
        instance.stack as stack,
        AmqpPublisher(stack.amqp_url, uri, template(uri)) as publisher,
        Multitude(generators) as multitude,
    ):
        instance.wait_until_ready()
        empty = _memory(instance)
        given = instance.given([uri], is_quiet=True)
        took = multitude.arrive(clients, port=instance.port, given=given)
        grown = {name: held - empty[name] for name, held in _memory(instance).items()}
        multitude.expect(1)
        publisher.publish(1)
        latencies = multitude.heard()
    return {
        "scope": scope,
        "clients": clients,
        "workers": workers,
        "welcomed after, s": round(took, 1),
        "memory, MB": {name: round(size / MEGA) for name, size in grown.items()},
        "gateway for each, KB": round(grown["gateway"] / clients / KILO, 1),
        "one message, ms": {
            "p50": round(percentile(latencies, 50) * MILLI),
            "p99": round(percentile(latencies, 99) * MILLI),
            "last": round(max(latencies) * MILLI),
        },
    }


def _memory(instance: Instance) -> dict[str, int]:
    return {"gateway": resident(instance.gateway()), "broker": resident(instance.broker())}


def main() -> None:
    """Measure once, and write what came of it."""
    parser = argparse.ArgumentParser(prog="python -m bench.many_sockets")
    parser.add_argument("--clients", type=int, default=30_000)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--generators", type=int, default=2)
    parser.add_argument("--scope", choices=SCOPES, default="worker")
    chosen = parser.parse_args()
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    figures = measure(**vars(chosen))
    RESULTS.mkdir(exist_ok=True)
    written = json.dumps(figures, indent=1)
    (RESULTS / f"many-sockets-{chosen.scope}.json").write_text(written + "\n")
    print(written)


if __name__ == "__main__":
    main()
