"""`make bench`: measures Chatire and its peers, prints a table and draws it.

`make bench ARGS="--only fanout-worker --repetitions 1"`; `ARGS=--help` lists what there is.
"""

import os
import shlex
import subprocess
import sys
from pathlib import Path

from ops import installation, node, packages, suites
from ops.installation import INTERPRETER, PYTHON
from ops.layout import CHECKOUT
from ops.steps import Step, execute

PINNED = CHECKOUT / "bench" / "requirements.txt"
PLOTTER = CHECKOUT / ".run" / "bench" / "plots" / "bin" / "python"


def main() -> int:
    """Install what is missing, measure, draw; return 1 where something broke."""
    with suites.leaving_nothing():
        _prepare()
        command = [str(PYTHON), "-m", "bench", *shlex.split(os.environ.get("ARGS", ""))]
        code = subprocess.run(command, cwd=CHECKOUT, check=False).returncode
        if code <= 1:  # else its arguments were wrong
            execute(PLOTTER, "-m", "bench.plot_bench")
        return code


def _prepare() -> None:
    node.check()
    needs = [*packages.TO_BUILD, packages.RABBITMQ, packages.REDIS]
    installation.install_packages(needs)
    installation.install_python(CHECKOUT / "tests" / "requirements.txt")
    installation.install_nginx()
    inputs: tuple[Path | str, ...] = (INTERPRETER, PINNED)
    installation.steps().do(Step("packages for plots", _install_plotter, inputs, (PLOTTER,)))
    os.environ["PATH"] = f"{PYTHON.parent}:{os.environ.get('PATH', os.defpath)}:/usr/sbin"


def _install_plotter() -> None:
    execute(sys.executable, "-m", "venv", "--clear", PLOTTER.parent.parent)
    quiet = ("--quiet", "--disable-pip-version-check")
    execute(PLOTTER, "-m", "pip", "install", *quiet, "--requirement", PINNED)
