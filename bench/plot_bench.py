"""Draws what `make bench` has measured: `python -m bench.plot_bench`.

Wants `bench/requirements.txt`, and writes `bench/results/bench-*.svg`.
"""

from typing import Any

import matplotlib
from matplotlib import pyplot

from bench.plot_broker_restart import RESULTS, SHADES
from bench.results import Results
from bench.samples import Samples
from bench.statistics import median

OTHERS = "#94a3b8"
PANELS = (
    ("deliveries", "deliveries a second", "bench-deliveries.svg", True),
    ("paced_p99", "publish to receipt at 4 messages a second, p99, ms", "bench-latency.svg", True),
    ("memory", "server's memory for a connection, KB", "bench-memory.svg", False),
)
"""Samples, their title, the file, and whether only a logarithmic scale shows them all."""


def main() -> None:
    """Draw one bar a contestant, the median; a line over it from the worst to the best."""
    matplotlib.use("svg")
    # Else every run would draw another file: https://matplotlib.org/stable/users/explain/customizing.html
    matplotlib.rcParams.update({"svg.hashsalt": "chatire", "font.size": 9})
    results = Results.read()
    for what, title, file, is_log in PANELS:
        shown = {name: each[what] for name, each in results.contestants.items() if what in each}
        if shown:
            _draw(shown, f"{title}; {results.options.clients} clients in one room", is_log=is_log)
            pyplot.savefig(RESULTS / file, metadata={"Date": None})
            pyplot.close()


def _draw(shown: Samples, title: str, *, is_log: bool) -> None:
    names = list(shown)[::-1]
    middles = [median(shown[name]) for name in names]
    errors = [
        [middle - min(shown[name]) for name, middle in zip(names, middles, strict=True)],
        [max(shown[name]) - middle for name, middle in zip(names, middles, strict=True)],
    ]
    figure, axes = pyplot.subplots(figsize=(7, 0.8 + 0.32 * len(names)))
    bars = axes.barh(names, middles, xerr=errors, color=[_shade(name) for name in names])
    axes.bar_label(bars, labels=[_number(middle) for middle in middles], padding=6)
    if is_log:
        axes.set_xscale("log")
    axes.margins(x=0.15)
    figure.suptitle(title + (" (logarithmic)" if is_log else ""))
    axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()


def _shade(name: str) -> Any:
    return next(
        (shade for scope, shade in SHADES.items() if name.endswith(f"scope {scope}")), OTHERS
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


if __name__ == "__main__":
    main()
