"""A chain of hashes, walked from its end: each seed proves the one before.

Position k, of 1 to ``length`` - 1, has the seed ``H^(length - k)(root)``; position 0 is the
anchor, and the root is never revealed. From the root it would be half a million hashes to the
first of them; every :data:`STRIDE`-th value is kept, so that a seed costs about a millisecond.
"""

from economy.fairness import following

STRIDE = 1024
SEED_BYTES = 32


def checkpoints(root: bytes, *, length: int) -> bytes:
    """Return H^0, H^STRIDE, H^(2 STRIDE)... of ``root`` up to H^``length``, one after another."""
    kept = bytearray(root)
    for _ in range(length // STRIDE):
        kept += _hashed(bytes(kept[-SEED_BYTES:]), times=STRIDE)
    return bytes(kept)


def seed(kept: bytes, *, length: int, position: int) -> bytes:
    """Return the seed of ``position``, from the ``kept`` checkpoints; that of 0 is the anchor.

    Raises ValueError for a position that the chain does not have.
    """
    if not 0 <= position < length:
        raise ValueError(f"no position {position} in a chain of {length}")
    nearest, rest = divmod(length - position, STRIDE)
    start = kept[nearest * SEED_BYTES : (nearest + 1) * SEED_BYTES]
    return _hashed(start, times=rest)


def _hashed(value: bytes, *, times: int) -> bytes:
    for _ in range(times):
        value = following(value)
    return value
