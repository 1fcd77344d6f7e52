"""`make bench`: measures Chatire and its peers, prints tables and draws plots.

`make bench ARGS="--only fanout-worker --repetitions 1"`; `ARGS=--help` lists what there is.
"""

import os
import shlex
import subprocess

from ops import installation, node, packages, suites
from ops.installation import PYTHON
from ops.layout import CHECKOUT


def main() -> int:
    """Install what is missing, and measure; return 1 where something broke."""
    with suites.leaving_nothing():
        _prepare()
        command = [str(PYTHON), "-m", "bench", *shlex.split(os.environ.get("ARGS", ""))]
        return subprocess.run(command, cwd=CHECKOUT, check=False).returncode


def _prepare() -> None:
    node.check()
    needs = [*packages.TO_BUILD, packages.RABBITMQ, packages.REDIS]
    installation.install_packages(needs)
    installation.install_python(CHECKOUT / "tests" / "requirements.txt")
    installation.install_nginx()
    os.environ["PATH"] = f"{PYTHON.parent}:{os.environ.get('PATH', os.defpath)}:/usr/sbin"
