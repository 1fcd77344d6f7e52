"""The table, and what is kept."""

from pathlib import Path

import pytest

from bench.options import QUICK
from bench.results import Results


def results(deliveries: list[float]) -> Results:
    """Return results in which one worker has delivered so many a second."""
    found = Results(QUICK)
    found.add_ours("worker", {"deliveries": deliveries})
    found.contestants["Other"] = {"deliveries": [5.0], "lost": [0, 7, 0]}
    return found


@pytest.mark.parametrize(
    ("deliveries", "verdict"),
    [([1.0, 250_000.0, 250_000.0], "met"), ([1.0, 1.0, 250_000.0], "MISSED")],
)
def test_median_decides(deliveries: list[float], verdict: str) -> None:
    """Not the best run, and not the worst."""
    assert results(deliveries).table().splitlines()[1].split()[-1] == verdict


def test_losses_are_shown_at_their_worst() -> None:
    """A median would hide them."""
    assert results([1.0]).table().splitlines()[-1].split()[-1] == "7"


def test_what_broke_is_shown() -> None:
    """Beside what was measured."""
    found = results([1.0])
    found.broken["idle-worker"] = "it hung"
    assert found.table().endswith("BROKEN: idle-worker: it hung")


def test_results_are_read_back(tmp_path: Path) -> None:
    """The plots are drawn from the file."""
    written = results([1.0, 2.0, 3.0])
    written.write(tmp_path / "bench.json")
    assert Results.read(tmp_path / "bench.json") == written
