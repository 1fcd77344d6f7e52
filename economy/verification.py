"""Checks a draw as a stranger would: from what is published of it, by economy.fairness alone."""

from dataclasses import dataclass

from economy import fairness


@dataclass(frozen=True, slots=True)
class Published:
    """A draw as REST shows it; hashes, seeds and pseudonyms in hexadecimal digits."""

    entrants: list[str]
    entrants_hash: str
    previous_seed: str
    seed: str
    winner: str | None


def faults(draw: Published) -> list[str]:
    """Return a sentence for each thing that does not follow; of an honest draw, none."""
    text = "\n".join(draw.entrants)
    seed = bytes.fromhex(draw.seed)
    checks = (
        (
            draw.entrants == sorted(set(draw.entrants)),
            "The list is not sorted, or names somebody twice.",
        ),
        (
            fairness.list_hash(text).hex() == draw.entrants_hash,
            "The hash is not that of the list.",
        ),
        (
            fairness.following(seed).hex() == draw.previous_seed,
            "The seed's hash is not the seed before it.",
        ),
        (fairness.winner(seed, text) == draw.winner, "The winner does not follow from the seed."),
    )
    return [sentence for holds, sentence in checks if not holds]
