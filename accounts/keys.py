"""Random secrets that are shown once and stored as their hash.

A plain SHA-256 does: a key has 256 random bits, so there is nothing to guess
that a slow hash would make dearer, and each request must look it up.
"""

import hashlib
import secrets


def new() -> str:
    """Return a fresh key of 64 hexadecimal digits."""
    return secrets.token_hex(32)


def digest(key: str) -> str:
    """Return what is stored of ``key``: 64 hexadecimal digits."""
    return hashlib.sha256(key.encode()).hexdigest()
