"""What the faults cost: measured by the tests, printed at their end, and kept in a file."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from ops.layout import CHECKOUT

REPORT = Path(os.environ.get("FAULTS_REPORT") or CHECKOUT / ".run" / "faults.json")


@dataclass(frozen=True)
class Recovery:
    """One fault on one pair; durations in seconds.

    ``lasted``: until all that was broken answered again. ``recovered``: from then on, until
    the last of a hundred clients had the last event.
    """

    fault: str
    scope: str
    database: str
    lasted: float
    recovered: float
    within: float
    events: int


@dataclass(frozen=True)
class Removal:
    """One way to lose a right; milliseconds from the commit to the Close frame."""

    what: str
    scope: str
    median: float
    longest: float
    samples: int


recoveries: list[Recovery] = []
removals: list[Removal] = []


def lines() -> Iterator[str]:
    """Return the tables."""
    yield f"{'fault':<50}{'scope':<8}{'database':<12}{'lasted':>9}{'recovered':>11}{'of':>5}"
    for each in recoveries:
        yield (
            f"{each.fault:<50}{each.scope:<8}{each.database:<12}{each.lasted:>7.1f} s"
            f"{each.recovered:>9.2f} s{each.within:>5.0f}"
        )
    for one in removals:
        yield (
            f"{one.what:<50}{one.scope:<8}median {one.median:.0f} ms, longest {one.longest:.0f} ms"
            f" of {one.samples}"
        )


def write() -> None:
    """Keep the figures where the documents can quote them from."""
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    kept = {
        "recoveries": [asdict(each) for each in recoveries],
        "removals": [asdict(one) for one in removals],
    }
    REPORT.write_text(json.dumps(kept, indent=2) + "\n")
