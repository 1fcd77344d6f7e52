"""`python -m conformance <wstest> <directory>`: try all cases, print the table, judge.

``wstest`` is the Autobahn TestSuite's program; the directory takes reports, logs and sockets.
"""

import shutil
import sys
from pathlib import Path

from conformance import report, server, suite
from ops.failures import Failure


def main(wstest: Path, directory: Path) -> int:
    """Return 0 where nothing is wrong with the framing."""
    pages = directory / "report"
    shutil.rmtree(pages, ignore_errors=True)  # none of an earlier run is taken for this one's
    try:
        with server.echo(directory) as port:
            index = suite.run(wstest, f"ws://{server.HOST}:{port}/", pages)
    except Failure as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    found = report.read(index)
    print(f"\n{found.table}\n")
    for fault in found.faults:
        print(f"  NOT CONFORMING  {fault}")
    print(f"Each case in detail: {pages / 'index.html'}")
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
