"""How much is measured."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Options:
    """What `make bench` measures by itself."""

    clients: int = 1_000
    idle_clients: int = 10_000
    repetitions: int = 5
    paced_seconds: float = 10.0
    receipts: int = 100
    post_seconds: float = 6.0


QUICK = Options(
    clients=50,
    idle_clients=200,
    repetitions=1,
    paced_seconds=3.0,
    receipts=20,
    post_seconds=2.0,
)
"""Whether all of it works; its figures say nothing."""
