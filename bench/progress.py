"""What is being done, as it is done."""

import time

_BEGAN = time.monotonic()


def head(what: str) -> None:
    """Begin a part."""
    print(f"{time.monotonic() - _BEGAN:7.1f} s  {what}", flush=True)


def say(what: str) -> None:
    """Tell of the part that has begun."""
    print(f"{time.monotonic() - _BEGAN:7.1f} s    {what}", flush=True)
