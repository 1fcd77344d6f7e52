"""Draws what `bench.broker_restart` has measured: `python -m bench.plot_broker_restart`.

Wants `bench/requirements.txt`, and writes `bench/results/broker-restart.svg`.
"""

import json
from pathlib import Path

import matplotlib
from matplotlib import pyplot

RESULTS = Path("bench/results")
SHADES = {"client": "#0f766e", "worker": "#b45309"}


def main() -> None:
    """Draw one histogram a queue scope, one below the other."""
    matplotlib.use("svg")
    # Else every run would draw another file: https://matplotlib.org/stable/users/explain/customizing.html
    matplotlib.rcParams.update({"svg.hashsalt": "chatire", "font.size": 9})
    files = sorted(RESULTS.glob("broker-restart-*.json"))
    figure, rows = pyplot.subplots(
        len(files), 1, figsize=(7, 2.2 * len(files)), sharex=True, squeeze=False
    )
    for row, file in zip(rows[:, 0], files, strict=True):
        measured = json.loads(file.read_text())
        last = measured["synced"][-1]
        row.hist(measured["synced"], bins=range(int(last) + 2), color=SHADES[measured["scope"]])
        row.set_title(
            f"scope {measured['scope']}: {measured['clients']} clients, the last after {last:.0f} s"
        )
        row.set_ylabel("synced a second")
        row.spines[["top", "right"]].set_visible(False)
    rows[-1, 0].set_xlabel("seconds since the broker came back")
    figure.tight_layout()
    figure.savefig(RESULTS / "broker-restart.svg", metadata={"Date": None})


if __name__ == "__main__":
    main()
