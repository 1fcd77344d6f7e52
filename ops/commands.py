"""The commands of `python3 -m ops`."""

import sys
from collections.abc import Callable

from ops import bench, clean, conformance, dev, requirements, run, suites
from ops.failures import Failure

COMMANDS: dict[str, Callable[[], int]] = {
    "run": run.main,
    "dev": dev.main,
    "test": suites.main,
    "test-fast": suites.fast,
    "test-faults": suites.faults,
    "conformance": conformance.main,
    "bench": bench.main,
    "lint": suites.lint,
    "clean": clean.main,
    "requirements": requirements.main,
}


def main(arguments: list[str]) -> int:
    """Run one command; a Failure is its sentence and exit code 1."""
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        print("usage: python3 -m ops " + "|".join(COMMANDS), file=sys.stderr)
        return 2
    try:
        return COMMANDS[arguments[0]]()
    except Failure as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
