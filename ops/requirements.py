"""`make requirements`: pins what requirements.in and tests/requirements.in name."""

import os

from ops import installation
from ops.installation import PYTHON, VENV
from ops.layout import CHECKOUT
from ops.steps import execute, timed

FILES = ("requirements", "tests/requirements")
PIP_TOOLS = "pip-tools==7.6.2"
# What the files say at their head on how to be made again.
NAMED = dict(os.environ, CUSTOM_COMPILE_COMMAND="make requirements")


def main() -> int:
    """Compile both files; the second keeps to the first's versions."""
    installation.install_python(CHECKOUT / "requirements.txt")
    with timed("pip-tools"):
        execute(PYTHON, "-m", "pip", "install", "--quiet", PIP_TOOLS)
    compile_ = (VENV / "bin" / "pip-compile", "--quiet", "--strip-extras", "--upgrade")
    plain = ("--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host")
    for name in FILES:
        with timed(f"{name}.txt"):
            execute(*compile_, *plain, f"--output-file={name}.txt", f"{name}.in", env=NAMED)
    return 0
