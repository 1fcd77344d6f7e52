"""Environments besides `.venv`, each made once from what it pins, below `.run/bench/`."""

import os
import shutil
import sys
from pathlib import Path

from ops.installation import INTERPRETER, UWSGI, steps
from ops.layout import CHECKOUT
from ops.steps import Step, execute

HOME = CHECKOUT / ".run" / "bench"


def python(peer: Path) -> Path:
    """Return the `bin` of a virtual environment with the directory's `requirements.txt`."""
    venv, pinned = HOME / peer.name, peer / "requirements.txt"

    def make() -> None:
        execute(sys.executable, "-m", "venv", "--clear", venv)
        pip = (venv / "bin" / "python", "-m", "pip", "install", "--quiet")
        arguments = ("--disable-pip-version-check", "--requirement", pinned)
        execute(*pip, *arguments, env=os.environ | UWSGI)

    steps().do(Step(f"packages of {peer.name}", make, (INTERPRETER, pinned), (venv / "bin",)))
    return venv / "bin"


def node(peer: Path) -> Path:
    """Return the `node_modules` with what the directory's `package-lock.json` pins."""
    home, lock = HOME / peer.name, peer / "package-lock.json"

    def make() -> None:
        home.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(peer / name, home)
        execute("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", cwd=home)

    modules = home / "node_modules"
    steps().do(Step(f"packages of {peer.name}", make, (lock,), (modules,)))
    return modules
