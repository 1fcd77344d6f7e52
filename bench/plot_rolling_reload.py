"""Draws what `bench.rolling_reload` has measured: `python -m bench.plot_rolling_reload`.

Wants `bench/requirements.txt`, and writes `bench/results/rolling-reload.svg`.
"""

import json

import matplotlib
from matplotlib import pyplot

from bench.plot_broker_restart import RESULTS, SHADES


def main() -> None:
    """Draw one histogram a queue scope, one below the other."""
    matplotlib.use("svg")
    # Else every run would draw another file: https://matplotlib.org/stable/users/explain/customizing.html
    matplotlib.rcParams.update({"svg.hashsalt": "chatire", "font.size": 9})
    files = sorted(RESULTS.glob("rolling-reload-*.json"))
    figure, rows = pyplot.subplots(
        len(files), 1, figsize=(7, 2.2 * len(files)), sharex=True, squeeze=False
    )
    for row, file in zip(rows[:, 0], files, strict=True):
        measured = json.loads(file.read_text())
        seconds = range(int(measured["welcomed"][-1]) + 2)
        row.hist(measured["welcomed"], bins=seconds, color=SHADES[measured["scope"]])
        row.hist(measured["sent_away"], bins=seconds, color="black", histtype="step")
        row.set_title(
            f"scope {measured['scope']}: {measured['clients']} clients on"
            f" {measured['workers']} workers, replaced after {measured['took']:.0f} s"
        )
        row.set_ylabel("welcomed a second\n(line: sent away)")
        row.spines[["top", "right"]].set_visible(False)
    rows[-1, 0].set_xlabel("seconds since the reload")
    figure.tight_layout()
    figure.savefig(RESULTS / "rolling-reload.svg", metadata={"Date": None})


if __name__ == "__main__":
    main()
