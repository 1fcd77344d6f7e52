"""Each seed proves the one before it, back to the anchor."""

import time

import pytest

from economy import hash_chain
from economy.fairness import following

ROOT = b"root of a chain, thirty-two byte"


@pytest.mark.parametrize("length", [2, 1023, 1024, 1025, 3000])
def test_every_seed_hashes_to_the_one_before(length: int) -> None:
    """Whatever the length is to the distance of the checkpoints."""
    kept = hash_chain.checkpoints(ROOT, length=length)
    value = ROOT
    for position in range(length - 1, -1, -1):
        value = following(value)
        if position % 97 == 0 or position in (1, length - 1):
            assert hash_chain.seed(kept, length=length, position=position) == value
    assert hash_chain.seed(kept, length=length, position=0) == value


@pytest.mark.parametrize("position", [-1, 10, 11])
def test_root_and_what_lies_beyond_is_never_given_out(position: int) -> None:
    """A chain of ten has nine seeds."""
    kept = hash_chain.checkpoints(ROOT, length=10)
    with pytest.raises(ValueError, match="no position"):
        hash_chain.seed(kept, length=10, position=position)


def test_seed_costs_little_however_long_the_chain() -> None:
    """Not the half a million hashes that lie between it and the root."""
    length = 525_600
    kept = bytes(32 * (length // hash_chain.STRIDE + 1))
    began = time.process_time()
    for position in range(1, 11):
        hash_chain.seed(kept, length=length, position=position)
    assert (time.process_time() - began) / 10 < 0.01
