"""`make conformance`: the gateway's framing before the Autobahn TestSuite.

The suite is a Python 2 program, so it gets an environment of its own: neither a test nor the
program itself needs it.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from ops import children, installation, packages, suites
from ops.failures import Failure
from ops.installation import PYTHON
from ops.layout import CHECKOUT
from ops.steps import Step, execute

# Relative, so that its sockets keep below the 107 bytes that their paths may have.
HOME_NAME = ".run/conformance"
HOME = CHECKOUT / HOME_NAME
TOOL = HOME / "virtualenv"
ENVIRONMENT = HOME / "python2"
WSTEST = ENVIRONMENT / "bin" / "wstest"
PINS = CHECKOUT / "conformance" / "requirements.txt"
# The last virtualenv that makes environments of Python 2.7 (20.22 dropped it), and what it needs.
VIRTUALENV = (
    "virtualenv==20.21.1",
    "distlib==0.4.4",
    "filelock==3.32.7",
    "platformdirs==3.11.0",
)


def main() -> int:
    """Install the suite, where that has not been done, and run it."""
    python2 = find_python2(os.environ)
    with suites.leaving_nothing():
        installation.install_packages(packages.TO_BUILD)
        installation.install_python(CHECKOUT / "requirements.txt")
        install_suite(python2)
        command = [str(PYTHON), "-m", "conformance", str(WSTEST), HOME_NAME]
        ask = children.dies_with_parent()
        return subprocess.Popen(command, cwd=CHECKOUT, preexec_fn=ask).wait()


def find_python2(environment: Mapping[str, str]) -> str:
    """Return a Python 2.7 that works: PYTHON2, one on the PATH, or one of pyenv's."""
    for candidate in _candidates(environment):
        if _is_2_7(candidate):
            return candidate
    raise Failure(
        "The Autobahn TestSuite runs on Python 2.7 alone, and there is none here: install one"
        " with `pyenv install 2.7.18`, or name one with `make conformance PYTHON2=/path/to/it`."
    )


def _candidates(environment: Mapping[str, str]) -> Iterator[str]:
    if named := environment.get("PYTHON2"):
        yield named
        return
    if found := shutil.which("python2.7", path=environment.get("PATH")):
        yield found
    root = environment.get("PYENV_ROOT") or Path(environment.get("HOME", "/"), ".pyenv")
    yield from map(str, sorted(Path(root).glob("versions/2.7.*/bin/python2.7")))


def _is_2_7(python: str) -> bool:
    """Say whether it runs: pyenv leaves a `python2.7` on the PATH that may start nothing."""
    ask = "import sys; sys.exit(sys.version_info[:2] != (2, 7))"
    try:
        return subprocess.run([python, "-c", ask], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def install_suite(python2: str) -> None:
    """Make the environment and install what conformance/requirements.txt pins."""
    done = installation.steps()
    HOME.mkdir(parents=True, exist_ok=True)
    inputs = (installation.INTERPRETER, python2, *VIRTUALENV)
    made = ENVIRONMENT / "bin" / "python"
    done.do(Step("Python 2 environment", lambda: _make_environment(python2), inputs, (made,)))
    done.do(Step("Autobahn TestSuite", _install_pins, (*inputs, PINS), (WSTEST,)))


def _make_environment(python2: str) -> None:
    for old in (TOOL, ENVIRONMENT):
        shutil.rmtree(old, ignore_errors=True)
    quiet = ("--quiet", "--disable-pip-version-check")
    execute(PYTHON, "-m", "pip", "install", *quiet, "--target", TOOL, *VIRTUALENV)
    tool = dict(os.environ, PYTHONPATH=str(TOOL))
    make = (PYTHON, "-m", "virtualenv", "--quiet", "--no-download", "--python", python2)
    execute(*make, ENVIRONMENT, env=tool)


def _install_pins() -> None:
    pip = (ENVIRONMENT / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-deps")
    execute(*pip, "--disable-pip-version-check", "--requirement", PINS)
