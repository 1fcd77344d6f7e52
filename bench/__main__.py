"""`python -m bench`: measures Chatire and its peers; `make bench` prepares the machine for it.

Prints a table, and writes `bench/results/bench.json`. A figure that is missed is said to be; only
what broke ends it with 1.
"""

import argparse
import resource
import subprocess
import sys
from dataclasses import replace

from bench import jobs, progress
from bench.arena import BrokenRunError
from bench.options import QUICK, Options
from bench.peers import environments
from bench.profile import HERE
from bench.results import FILE, Results
from bench.talker import TalkerError
from ops.failures import Failure
from ops.steps import execute

BREAKS = (
    AssertionError,
    BrokenRunError,
    ConnectionError,
    Failure,
    OSError,
    TalkerError,
    TimeoutError,
    subprocess.SubprocessError,
)
"""What ends one job, and not the others."""


def chosen(arguments: list[str]) -> tuple[Options, list[str]]:
    """Return how much is measured, and the names of the jobs."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=...")
    parser.add_argument("--quick", action="store_true", help="whether it works; says nothing")
    parser.add_argument("--clients", type=int)
    parser.add_argument("--idle-clients", type=int)
    parser.add_argument("--repetitions", type=int)
    parser.add_argument("--only", nargs="+", choices=list(jobs.JOBS), metavar="JOB")
    given = parser.parse_args(arguments)
    numbers = ("clients", "idle_clients", "repetitions")
    changed = {name: value for name in numbers if (value := getattr(given, name)) is not None}
    return replace(QUICK if given.quick else Options(), **changed), given.only or list(jobs.JOBS)


def draw() -> None:
    """Draw the plots; matplotlib is in an environment of its own."""
    execute(environments.python(HERE) / "python", "-m", "bench.plot_bench")


def main(arguments: list[str]) -> int:
    """Measure; return 1 where a job broke."""
    options, names = chosen(arguments)
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    environments.python(HERE)
    results = Results(options)
    for name in names:
        progress.head(name)
        try:
            jobs.JOBS[name](results)
        except BREAKS as error:
            results.broken[name] = f"{type(error).__name__}: {error}"
            progress.say(f"BROKEN: {results.broken[name]}")
        results.write()
    draw()
    print(f"\n{results.table()}\n\nAll of it stands in {FILE}.")
    return 1 if results.broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
