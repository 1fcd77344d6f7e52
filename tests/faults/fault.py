"""A fault: what is done to a stack, what makes it good again, and what is promised then."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from tests.faults.pairs import Pair
from tests.faults.scene import Scene

AFTER_THE_BROKER = 30.0
"""Seconds after a time without broker: clients come back spread over a time."""


def everywhere(_: Pair) -> bool:
    """Hold for every pair."""
    return True


@dataclass(frozen=True)
class Fault:
    """``happens`` does it, and undoes it when its block ends; then all is promised ``within``."""

    name: str
    happens: Callable[[Scene], AbstractContextManager[None]]
    within: float = 5.0
    on: Callable[[Pair], bool] = everywhere
