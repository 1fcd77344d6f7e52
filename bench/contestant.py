"""One server under test that is up: where it listens, how to come in, who publishes."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from bench.publisher import Publisher


@dataclass(frozen=True)
class Contestant:
    """What the figures need of a server."""

    port: int
    dialect: str
    given: dict[str, Any]
    """What the dialect needs."""
    publisher: Publisher
    server: Callable[[], list[int]]
    """The ids of its processes that hold the sockets."""
    others: dict[str, Callable[[], list[int]]] = field(default_factory=dict)
    """What runs besides: broker, Redis."""
    longest_burst: int = 1_000
    """Events that it can be given at once without losing any, by its own limits."""


Start = Callable[[int], AbstractContextManager[Contestant]]
"""Starts a contestant that has room for so many clients."""
