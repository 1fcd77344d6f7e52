"""The system's packages: which are missing, and installing them with apt where we are root."""

import os
import shutil
import sys
import sysconfig
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from ops import nginx, postgresql, rabbitmq
from ops.failures import Failure
from ops.steps import execute

POLICY = Path("/usr/sbin/policy-rc.d")
REFUSE_TO_START = "#!/bin/sh\n# For the time of one installation: start no service.\nexit 101\n"
PYTHON = f"python{sys.version_info.major}.{sys.version_info.minor}"


@dataclass(frozen=True)
class Need:
    """One thing that must be on the machine, and Debian's package that brings it."""

    what: str
    package: str
    is_there: Callable[[], bool]


def _has_headers() -> bool:
    return Path(sysconfig.get_path("include"), "Python.h").exists()


def _has_openssl() -> bool:
    return any(
        Path(root, "openssl/ssl.h").exists() for root in ("/usr/include", "/usr/local/include")
    )


def chromium() -> str | None:
    """Return Chromium, at best the one without windows, which does less."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


COMPILER = Need("a C compiler", "gcc", lambda: shutil.which("gcc") is not None)
LIBC = Need("the C library's headers", "libc6-dev", lambda: Path("/usr/include/stdio.h").exists())
HEADERS = Need("Python's headers", f"{PYTHON}-dev", _has_headers)
VENV = Need("Python's venv", f"{PYTHON}-venv", lambda: find_spec("ensurepip") is not None)
OPENSSL = Need("OpenSSL's headers", "libssl-dev", _has_openssl)
NGINX = Need("nginx", "nginx-light", lambda: nginx.program() is not None)
RABBITMQ = Need("RabbitMQ", "rabbitmq-server", lambda: rabbitmq.scripts() is not None)
POSTGRESQL = Need("PostgreSQL", "postgresql", lambda: postgresql.programs() is not None)
REDIS = Need("Redis", "redis-server", lambda: shutil.which("redis-server") is not None)
CHROMIUM = Need("Chromium", "chromium-headless-shell", lambda: chromium() is not None)

TO_BUILD = [COMPILER, LIBC, HEADERS, VENV, OPENSSL]
TO_TEST = [POSTGRESQL, CHROMIUM]


def missing(needs: list[Need]) -> list[Need]:
    """Return those of `needs` that are not there."""
    return [need for need in needs if not need.is_there()]


def may_install() -> bool:
    """Say whether apt is here and obeys us."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(needs: list[Need]) -> None:
    """Install what is missing of `needs`; raise Failure where that cannot be done."""
    absent = missing(needs)
    if not absent:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends"]
    command += [need.package for need in absent]
    if not may_install():
        raise Failure(sentence(absent))
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    with services_stay_down():
        execute("apt-get", "update", env=quiet)
        execute(*command, env=quiet)
    if still := missing(absent):
        raise Failure(sentence(still))


def sentence(absent: list[Need]) -> str:
    """Say what is not there, and the command that brings it."""
    things = ", ".join(need.what for need in absent)
    packages = " ".join(need.package for need in absent)
    return (
        f"Not on this machine: {things}. On Debian 12 or later install with"
        f" `sudo apt-get install {packages}`; elsewhere, with your system's own packages."
    )


@contextmanager
def services_stay_down() -> Iterator[None]:
    """Keep Debian from starting what it installs: it would hold ports that nobody asked for.

    See https://people.debian.org/~hmh/invokerc.d-policyrc.d-specification.txt
    """
    if POLICY.exists() or POLICY.is_symlink():  # somebody has decided already
        yield
        return
    POLICY.write_text(REFUSE_TO_START)
    try:
        POLICY.chmod(0o755)
        yield
    finally:
        POLICY.unlink()
