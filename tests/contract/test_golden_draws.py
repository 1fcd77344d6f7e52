"""The golden draws: settled draws as REST shows them, which the page's tests check too.

Their hashes and winners have been computed with openssl too, which this project did not write.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from economy import fairness
from economy.verification import Published, faults

FOLDER = Path(__file__).parent / "draws"


def names() -> list[str]:
    """Return the draws; one file each."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


def draw(name: str) -> dict[str, Any]:
    """Return the draw ``name``."""
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text())
    return found


@pytest.mark.parametrize("name", ["five", "many", "nobody", "one"])
def test_golden_draw_is_in_order(name: str) -> None:
    """The winner of each follows from its list and its seed, here as in a browser."""
    shown = draw(name)
    published = Published(
        entrants=shown["entrants"],
        entrants_hash=shown["entrants_hash"],
        previous_seed=shown["previous_seed"],
        seed=shown["seed"],
        winner=shown["winner"] and shown["winner"]["pseudonym"],
    )
    assert faults(published) == []
    assert shown["entrant_count"] == len(shown["entrants"])


def test_every_golden_draw_is_checked() -> None:
    """A file that nobody reads proves nothing."""
    assert names() == ["five", "many", "nobody", "one"]


def test_golden_draw_of_five_is_won_from_the_fourth_place() -> None:
    """The page says the same."""
    five = draw("five")
    seed, hashed = bytes.fromhex(five["seed"]), bytes.fromhex(five["entrants_hash"])
    assert fairness.winning_index(seed, hashed, entrants=5) == 3
