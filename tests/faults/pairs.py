"""What every fault is tried on: a queue scope of the gateway, and a database."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

ALL = os.environ.get("FAULTS_PAIRS") == "all"
"""Every fault on every pair (`make test-faults`); else each on one, all pairs in turn."""


@dataclass(frozen=True)
class Pair:
    """One stack serves all tests of a pair."""

    scope: str
    database: str

    def __str__(self) -> str:
        return f"{self.scope}-{self.database}"


PAIRS = (
    Pair("client", "SQLite"),
    Pair("worker", "PostgreSQL"),
    Pair("client", "PostgreSQL"),
    Pair("worker", "SQLite"),
)


def pairs_for(number: int) -> Sequence[Pair]:
    """Return the pairs that the fault of this number is tried on."""
    return PAIRS if ALL else [PAIRS[number % len(PAIRS)]]


def on_pairs_for(number: int) -> pytest.MarkDecorator:
    """Try a test on the pairs of its number."""
    return pytest.mark.parametrize("pair", pairs_for(number), ids=str)
