"""How the winner of a draw follows from what is published, and nothing else.

Whoever knows this page can check a draw with any SHA-256. Byte strings are written as
lowercase hexadecimal digits wherever they are shown.

The seeds are a hash chain. ``H`` is SHA-256 of 32 bytes. ``anchor = H(H(...H(root)))``,
``length`` times, is published before the first draw; the draw at position 1 of the chain reveals
the seed whose hash is the anchor, and each later one the seed whose hash is the seed before:

    H(seed of position 1) = anchor        H(seed of position k) = seed of position k-1

So whoever published the anchor had fixed every seed by then.

The list of a draw is its entrants' pseudonyms, 32 hexadecimal digits each, sorted, all different,
joined by single line feeds (0x0A), none at the end. Its hash is SHA-256 of that text in ASCII.

The winner is the one at ``index`` of the list of ``n``, counted from 0:

    for counter = 0, 1, 2, ...
        x = HMAC-SHA256(key = seed, message = hash of the list || counter),
            where counter is 4 bytes, and x is read as a number of 256 bits; both big-endian
        if x < 2**256 - 2**256 mod n:  index = x mod n, and that is all

Numbers from the greatest multiple of ``n`` on are thrown away: taken modulo ``n`` they would
favour the first of the list. That happens once in 2**256 / n tries, that is, never.

A pseudonym is HMAC-SHA256(key = a secret of the chain, message = "<draw>:<user id>"), its first
16 bytes. Only the server can tell whose it is; it tells each entrant his own.
"""

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from itertools import count

PSEUDONYM_BYTES = 16
_SPACE = 2**256


def following(seed: bytes) -> bytes:
    """Return H(``seed``): the seed that was revealed before it, or the anchor."""
    return hashlib.sha256(seed).digest()


def pseudonym(key: bytes, *, draw: int, user: int) -> str:
    """Return under which name the user ``user`` stands in the list of the draw ``draw``."""
    name = hmac.digest(key, f"{draw}:{user}".encode(), "sha256")
    return name[:PSEUDONYM_BYTES].hex()


def written(pseudonyms: Iterable[str]) -> str:
    """Return the list as the text that is hashed."""
    return "\n".join(sorted(pseudonyms))


def list_hash(text: str) -> bytes:
    """Return the hash of a list that is written as ``text``."""
    return hashlib.sha256(text.encode("ascii")).digest()


def winning_index(seed: bytes, hashed: bytes, *, entrants: int) -> int:
    """Return the index of the winner in the list of ``entrants`` whose hash is ``hashed``.

    Raises ValueError where there is nobody to win.
    """
    if entrants < 1:
        raise ValueError("nobody takes part")
    fair = _SPACE - _SPACE % entrants
    for counter in count():
        number = _number(seed, hashed, counter)
        if number < fair:
            return number % entrants
    raise AssertionError("count() does not end")


def winner(seed: bytes, text: str) -> str | None:
    """Return the pseudonym that wins with the list ``text``; None where it is empty."""
    names: Sequence[str] = text.splitlines()
    if not names:
        return None
    return names[winning_index(seed, list_hash(text), entrants=len(names))]


def _number(seed: bytes, hashed: bytes, counter: int) -> int:
    return int.from_bytes(hmac.digest(seed, hashed + counter.to_bytes(4), "sha256"))
