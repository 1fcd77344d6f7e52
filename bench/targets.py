"""What Chatire's figures are to be, for each queue scope."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """One figure: what it is called, and its bound (and the aim beyond it) for each scope.

    ``decimals`` are those that are printed.
    """

    name: str
    title: str
    unit: str
    bounds: dict[str, float]
    aims: dict[str, float]
    is_floor: bool = False
    """More is better."""
    decimals: int = 0

    def is_met(self, scope: str, value: float) -> bool:
        """Tell whether ``value`` is good enough."""
        bound = self.bounds[scope]
        return value >= bound if self.is_floor else value <= bound


def both(value: float) -> dict[str, float]:
    """Return one bound for both scopes."""
    return {"client": value, "worker": value}


TARGETS = (
    Target(
        "deliveries",
        "deliveries a second, one worker, burst of 200-byte events",
        "/s",
        {"client": 10_000, "worker": 200_000},
        {"client": 20_000, "worker": 400_000},
        is_floor=True,
    ),
    Target(
        "share",
        "of what a C loop of plain send() delivers in the same run",
        "",
        {"worker": 0.5},
        {},
        is_floor=True,
        decimals=2,
    ),
    Target(
        "paced_p50",
        "publish to receipt at 4 messages a second, p50",
        "ms",
        {"client": 80, "worker": 12},
        {"worker": 8},
        decimals=1,
    ),
    Target(
        "paced_p99",
        "publish to receipt at 4 messages a second, p99",
        "ms",
        {"client": 200, "worker": 45},
        {"worker": 20},
        decimals=1,
    ),
    Target(
        "receipt_p50",
        "POST to receipt, one message, idle system, p50",
        "ms",
        {"client": 12, "worker": 10},
        {},
        decimals=1,
    ),
    Target(
        "receipt_p99",
        "POST to receipt, one message, idle system, p99",
        "ms",
        {"client": 40, "worker": 30},
        {},
        decimals=1,
    ),
    Target(
        "idle_memory",
        "memory of the worker for an idle connection",
        "KB",
        {"client": 48, "worker": 32},
        {},
        decimals=1,
    ),
    Target(
        "idle_connect",
        "all idle connections opened with tickets and welcomed",
        "s",
        {"client": 30, "worker": 8},
        {},
        decimals=1,
    ),
    Target("posts", "POST /messages/, one application worker", "/s", both(150), {}, is_floor=True),
    Target("post_p50", "POST /messages/ at 150 a second, p50", "ms", both(12), {}, decimals=1),
)
