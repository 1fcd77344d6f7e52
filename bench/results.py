"""What a run has measured: kept as JSON, shown as a table."""

import json
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from bench.options import Options
from bench.profile import Profile
from bench.samples import Samples
from bench.statistics import median
from bench.targets import TARGETS, Target

FILE = Path("bench/results/bench.json")
SHOWN = (
    ("deliveries", "deliveries/s", 0),
    ("paced_p50", "p50 ms", 1),
    ("paced_p99", "p99 ms", 1),
    ("memory", "KB each", 0),
    ("connect", "connect s", 2),
    ("lost", "lost", 0),
)
"""Of everybody side by side: samples, heading, decimals."""


def machine() -> dict[str, Any]:
    """Return what the figures were measured on."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    models = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    return {
        "cores": os.cpu_count(),
        "processor": models[0] if models else platform.machine(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "kernel": platform.release(),
        "python": platform.python_version(),
    }


@dataclass
class Results:
    """Of ours by scope, of all contestants by name; and what went wrong, by job."""

    options: Options
    machine: dict[str, Any] = field(default_factory=machine)
    ours: dict[str, Samples] = field(default_factory=dict)
    contestants: dict[str, Samples] = field(default_factory=dict)
    profiles: dict[str, Profile] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)

    def add_ours(self, scope: str, samples: Samples) -> None:
        """Keep what was measured of a queue scope."""
        self.ours.setdefault(scope, {}).update(samples)

    def write(self, file: Path = FILE) -> None:
        """Write everything, medians included, so that nobody need compute to read it."""
        file.parent.mkdir(exist_ok=True)
        figures = [asdict(target) | row for target, row in self._figures()]
        whole = asdict(self) | {
            "figures": figures,
            "medians": {
                name: {what: median(values) for what, values in samples.items()}
                for name, samples in self.contestants.items()
            },
        }
        file.write_text(json.dumps(whole, indent=1) + "\n")

    @classmethod
    def read(cls, file: Path = FILE) -> Self:
        """Return what `write` wrote."""
        whole = json.loads(file.read_text())
        names = ("machine", "ours", "contestants", "profiles", "broken")
        return cls(Options(**whole["options"]), **{name: whole[name] for name in names})

    def table(self) -> str:
        """Return all of it as text."""
        parts = [
            self._of_targets(),
            self._side_by_side(),
            self._of_cores(),
            self._of_profiles(),
            self._of_what_broke(),
        ]
        return "\n\n".join(part for part in parts if part)

    def _figures(self) -> Iterable[tuple[Target, dict[str, Any]]]:
        for target in TARGETS:
            for scope in target.bounds:
                values = self.ours.get(scope, {}).get(target.name)
                if values:
                    value = median(values)
                    is_met = target.is_met(scope, value)
                    yield target, {"scope": scope, "median": value, "is_met": is_met}

    def _of_targets(self) -> str:
        rows = [
            (
                target.title,
                row["scope"],
                _bound(target, row["scope"]),
                f"{row['median']:,.{target.decimals}f} {target.unit}".strip(),
                "met" if row["is_met"] else "MISSED",
            )
            for target, row in self._figures()
        ]
        return _text(("figure", "scope", "target", "measured", ""), rows) if rows else ""

    def _side_by_side(self) -> str:
        rows = [
            (name, *(_cell(samples, what, decimals) for what, _, decimals in SHOWN))
            for name, samples in self.contestants.items()
        ]
        headings = ("contestant", *(heading for _, heading, _ in SHOWN))
        return _text(headings, rows) if rows else ""

    def _of_cores(self) -> str:
        """Say of each what took how much of a core in its bursts: why it delivers no more."""
        prefix = "cores_"
        rows = [
            (
                name,
                ", ".join(
                    f"{what.removeprefix(prefix)} {median(values):.2f}"
                    for what, values in samples.items()
                    if what.startswith(prefix)
                ),
            )
            for name, samples in self.contestants.items()
        ]
        busy = [row for row in rows if row[1]]
        return _text(("contestant", "cores in a burst"), busy) if busy else ""

    def _of_profiles(self) -> str:
        rows = [
            (f"scope {scope}: {function}", f"{share:.1%}")
            for scope, profile in self.profiles.items()
            for function, share in profile.items()
        ]
        return _text(("where the gateway is in a burst", "of its time"), rows) if rows else ""

    def _of_what_broke(self) -> str:
        return "\n".join(f"BROKEN: {job}: {why}" for job, why in self.broken.items())


def _bound(target: Target, scope: str) -> str:
    sign = ">=" if target.is_floor else "<="
    aim = f" (aim {target.aims[scope]:,g})" if scope in target.aims else ""
    return f"{sign} {target.bounds[scope]:,g}{aim}"


def _cell(samples: Samples, what: str, decimals: int) -> str:
    if what not in samples:
        return "-"
    value = max(samples[what]) if what == "lost" else median(samples[what])
    return f"{value:,.{decimals}f}"


def _text(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Return columns, the first aligned left and the others right."""
    lines = [headings, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(headings))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )
