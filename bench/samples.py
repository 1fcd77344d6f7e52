"""Measurements by name, one value a repetition."""

from collections import defaultdict

Samples = dict[str, list[float]]
"""``deliveries`` (a second), ``share`` (of what the C loop delivers), ``paced_p50`` and so on (ms),
``memory`` (KB a connection), ``connect`` (s), ``lost`` (deliveries)."""

MILLI = 1_000.0
KILO = 1_024.0


def empty() -> "defaultdict[str, list[float]]":
    """Return samples to append to."""
    return defaultdict(list)
