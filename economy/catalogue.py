"""What there is to own: each new account gets a few, at random."""

import secrets
from typing import NamedTuple


class Thing(NamedTuple):
    """``kind`` is what a page may have a picture for, ``name`` what it shows."""

    kind: str
    name: str


THINGS = (
    Thing("brass-key", "Brass key"),
    Thing("paper-lantern", "Paper lantern"),
    Thing("pocket-compass", "Pocket compass"),
    Thing("blue-marble", "Blue marble"),
    Thing("wool-scarf", "Wool scarf"),
    Thing("tin-whistle", "Tin whistle"),
    Thing("oak-seedling", "Oak seedling"),
    Thing("chess-knight", "Chess knight"),
    Thing("hourglass", "Hourglass"),
    Thing("sea-shell", "Sea shell"),
    Thing("copper-kettle", "Copper kettle"),
    Thing("star-map", "Star map"),
    Thing("glass-prism", "Glass prism"),
    Thing("wooden-top", "Wooden top"),
    Thing("honey-jar", "Honey jar"),
    Thing("old-postcard", "Old postcard"),
    Thing("silver-bell", "Silver bell"),
    Thing("rope-ladder", "Rope ladder"),
)

_chance = secrets.SystemRandom()


def picked(how_many: int) -> list[Thing]:
    """Return ``how_many`` different things at random."""
    return _chance.sample(THINGS, k=how_many)
