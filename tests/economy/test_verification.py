"""A draw that was tampered with is found out from what is published."""

from dataclasses import replace

import pytest

from economy import fairness
from economy.verification import Published, faults

SEED = bytes(range(32))
NAMES = sorted(fairness.pseudonym(SEED, draw=1, user=user) for user in range(5))
TEXT = "\n".join(NAMES)
HONEST = Published(
    entrants=NAMES,
    entrants_hash=fairness.list_hash(TEXT).hex(),
    previous_seed=fairness.following(SEED).hex(),
    seed=SEED.hex(),
    winner=fairness.winner(SEED, TEXT),
)


def test_honest_draw_has_no_fault() -> None:
    """Nor has one without entrants."""
    nobody = fairness.list_hash("").hex()
    assert faults(HONEST) == []
    assert faults(replace(HONEST, entrants=[], entrants_hash=nobody, winner=None)) == []


@pytest.mark.parametrize(
    ("forged", "sentence"),
    [
        (replace(HONEST, entrants=NAMES[:-1]), "hash is not that of the list"),
        (replace(HONEST, entrants=NAMES[::-1]), "not sorted"),
        (replace(HONEST, entrants=[NAMES[0], *NAMES]), "names somebody twice"),
        (replace(HONEST, seed=bytes(32).hex()), "not the seed before it"),
        (replace(HONEST, previous_seed=bytes(32).hex()), "not the seed before it"),
        (replace(HONEST, winner=None), "does not follow"),
        *(
            (replace(HONEST, winner=name), "does not follow")
            for name in NAMES
            if name != HONEST.winner
        ),
    ],
)
def test_forged_draw_is_found_out(forged: Published, sentence: str) -> None:
    """Whatever was changed."""
    assert any(sentence in fault for fault in faults(forged))
