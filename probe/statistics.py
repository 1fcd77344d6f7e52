"""What many samples say: quantiles, over a stretch of time or in each part of it.

Sans I/O: values come in as numbers, sorted or not.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

Row = tuple[datetime, float | None, str]
"""When it was measured, in how many milliseconds, or why not."""


def quantile(values: Iterable[float], share: float) -> float:
    """Return the smallest of ``values`` that at least a ``share`` (0 to 1) of them do not exceed.

    The nearest rank, so it is one that was measured. Raises ValueError where there are none.
    """
    ranked = sorted(values)
    if not ranked:
        raise ValueError("no values")
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)]


@dataclass
class Part:
    """What was measured from ``start`` on, until the next part."""

    start: datetime
    milliseconds: list[float] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)
    """How often, by reason."""

    @property
    def p50(self) -> float | None:
        """Return the median in milliseconds; None where nothing was measured."""
        return quantile(self.milliseconds, 0.5) if self.milliseconds else None

    @property
    def p99(self) -> float | None:
        """Return what 99 of 100 do not exceed, in milliseconds."""
        return quantile(self.milliseconds, 0.99) if self.milliseconds else None

    def add(self, milliseconds: float | None, failure: str) -> None:
        """Count one sample."""
        if milliseconds is None:
            self.failures[failure] += 1
        else:
            self.milliseconds.append(milliseconds)


def parts(rows: Iterable[Row], *, start: datetime, length: timedelta, count: int) -> Sequence[Part]:
    """Return ``count`` parts of ``length`` each, from ``start`` on, filled with ``rows``."""
    made = [Part(start + number * length) for number in range(count)]
    for at, milliseconds, failure in rows:
        number = (at - start) // length
        if 0 <= number < count:
            made[number].add(milliseconds, failure)
    return made
