"""Begins chains of seeds."""

import secrets
from datetime import datetime

from django.db.models import Max

from economy import hash_chain
from economy.models import Chain, Draw

LENGTH = 525_600
"""Draws for a year of minutes."""


def begin(*, now: datetime, length: int = LENGTH) -> Chain:
    """Make a chain, whose anchor is public from the commit on."""
    root = secrets.token_bytes(hash_chain.SEED_BYTES)
    kept = hash_chain.checkpoints(root, length=length)
    return Chain.objects.create(
        root=root.hex(),
        pseudonym_key=secrets.token_hex(hash_chain.SEED_BYTES),
        checkpoints=kept,
        length=length,
        anchor=hash_chain.seed(kept, length=length, position=0).hex(),
        created_at=now,
    )


def next_position(chain: Chain) -> int | None:
    """Return the first position of ``chain`` that no draw has taken; None where it is used up."""
    taken = Draw.objects.filter(chain=chain).aggregate(last=Max("position"))["last"]
    position = (taken or 0) + 1
    return position if position < chain.length else None


def seed_of(draw: Draw) -> bytes:
    """Return the seed of ``draw``: a secret until the draw is over."""
    chain = draw.chain
    return hash_chain.seed(bytes(chain.checkpoints), length=chain.length, position=draw.position)
