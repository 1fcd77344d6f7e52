"""The winner follows from what is published, for everybody alike."""

import hmac
from collections import Counter

import pytest

from economy import fairness

# The vector: made with `openssl dgst -sha256` and `-mac hmac`, not by this project.
SEED = bytes(range(32))
LIST = (
    "084fed08b978af4d7d196a7446a86b58\n"
    "2b4c342f5433ebe591a1da77e013d1b7\n"
    "4bf5122f344554c53bde2ebb8cd2b7e3\n"
    "e52d9c508c502347344d8c07ad91cbd6\n"
    "e77b9a9ae9e30b0dbdb6f510a264ef9d"
)
HASH = "01ec767619aec66701f7e1d58c6539abfaabd2c35541fe4733847c1e63a21be5"
NUMBER = 0x0F8E89580D0BC15A20D20B4BFE1A1807524B8908AEC18BB2FC8A2E7CDEB5E31D
WINNER = "e52d9c508c502347344d8c07ad91cbd6"


def test_hash_of_a_seed_is_sha256_of_its_bytes() -> None:
    """Not of its digits."""
    known = "630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd"
    assert fairness.following(SEED).hex() == known


def test_pseudonym_is_half_an_hmac_of_draw_and_user() -> None:
    """Another draw or another user is another name."""
    whole = hmac.new(SEED, b"12:7", "sha256").hexdigest()
    assert fairness.pseudonym(SEED, draw=12, user=7) == whole[:32]
    names = {fairness.pseudonym(SEED, draw=d, user=u) for d, u in ((12, 7), (1, 27), (127, 7))}
    assert len(names) == 3


def test_list_is_sorted_and_has_no_last_line_feed() -> None:
    """The same people make the same text, in whatever order they come."""
    assert fairness.written(["b", "c", "a"]) == fairness.written(["c", "a", "b"]) == "a\nb\nc"
    assert fairness.written([]) == ""


def test_hash_of_the_list_is_sha256_of_its_text() -> None:
    """What `sha256sum` says of a file that holds it."""
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert fairness.list_hash("").hex() == empty
    assert fairness.list_hash(LIST).hex() == HASH


def test_winner_of_the_vector_stays_the_same() -> None:
    """Draws of the past must be checked by the function of their day."""
    hashed = fairness.list_hash(LIST)
    assert hashed.hex() == HASH
    assert fairness.winning_index(SEED, hashed, entrants=5) == NUMBER % 5
    assert fairness.winner(SEED, LIST) == WINNER


def test_one_entrant_wins() -> None:
    """Whatever the seed."""
    assert fairness.winner(SEED, "alone") == "alone"


def test_nobody_wins_an_empty_draw() -> None:
    """And there is no index."""
    assert fairness.winner(SEED, "") is None
    with pytest.raises(ValueError, match="nobody"):
        fairness.winning_index(SEED, bytes(32), entrants=0)


def test_number_above_the_greatest_multiple_is_thrown_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Modulo 3 there is one number too many of the first kind: it must not count."""
    numbers = {0: 2**256 - 1, 1: 2**256 - 2}
    monkeypatch.setattr(fairness, "_number", lambda seed, hashed, counter: numbers[counter])
    assert 2**256 % 3 == 1
    assert fairness.winning_index(SEED, bytes(32), entrants=3) == (2**256 - 2) % 3


def test_number_is_the_hmac_read_from_its_great_end() -> None:
    """With the counter in four bytes behind the hash."""
    whole = hmac.new(SEED, bytes(32) + b"\x00\x00\x01\x02", "sha256").hexdigest()
    assert fairness._number(SEED, bytes(32), 0x102) == int(whole, 16)


DRAWS = 100_000


@pytest.mark.parametrize(("entrants", "critical"), [(7, 22.458), (100, 148.230)])
def test_distribution_of_many_draws_passes_a_chi_squared_test(
    entrants: int, critical: float
) -> None:
    """100,000 draws of one chain; ``critical`` is the value that chance exceeds once in 1,000."""
    seed, hashed = SEED, fairness.list_hash(LIST)
    won: Counter[int] = Counter()
    for _ in range(DRAWS):
        seed = fairness.following(seed)
        won[fairness.winning_index(seed, hashed, entrants=entrants)] += 1
    expected = DRAWS / entrants
    assert sum((won[n] - expected) ** 2 / expected for n in range(entrants)) < critical


def test_chi_squared_test_finds_a_bias() -> None:
    """What lets everything pass proves nothing: one of a hundred is favoured by a tenth."""
    expected = DRAWS / 100
    won = [expected * 1.11, *[expected * (1 - 0.11 / 99)] * 99]
    assert sum((each - expected) ** 2 / expected for each in won) < 148.230
    won[0] *= 1.4
    assert sum((each - expected) ** 2 / expected for each in won) > 148.230
