"""What is said of many measurements."""

import math
from collections.abc import Sequence


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the smallest of ``values`` that so many percent of them do not exceed (nearest rank).

    Raises ValueError where there are none.
    """
    if not values:
        raise ValueError("there is nothing to measure")
    ranked = sorted(values)
    return ranked[max(0, math.ceil(len(ranked) * percent / 100) - 1)]


def median(values: Sequence[float]) -> float:
    """Return the middle one; the lower of two."""
    return percentile(values, 50)
