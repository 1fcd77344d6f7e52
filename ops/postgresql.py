"""A PostgreSQL cluster of our own for the tests: on a free port, thrown away afterwards.

PostgreSQL refuses to run as root; then the cluster belongs to an unprivileged user, and lies in the
system's temporary directory, since a checkout is often below a home that this user cannot enter.
"""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Self

from ops import children, ports
from ops.failures import Failure

USER = "chatire"
# A cluster that lives for minutes need not survive a power cut.
FAST = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]


def programs() -> Path | None:
    """Return the directory of initdb and postgres; None when they are not installed.

    Debian keeps them off the PATH, a directory a version.
    """
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    if found:
        return found[-1].parent
    command = shutil.which("initdb")
    return Path(command).resolve().parent if command else None


def _version(initdb: Path) -> int:
    name = initdb.parent.parent.name
    return int(name) if name.isdigit() else 0


def unprivileged() -> pwd.struct_passwd | None:
    """Return the user to become; None when we are not root and may stay what we are."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


class PostgreSQL:
    """One private cluster. Start and stop it from a thread that stays: it dies with that thread."""

    def __init__(self) -> None:
        """Pick a free port and a password; nothing is written yet."""
        self.port = ports.free_ports(1)[0]
        self.password = secrets.token_urlsafe(24)
        self._directory: Path | None = None
        self._server: subprocess.Popen[bytes] | None = None
        self._account = unprivileged()

    @property
    def url(self) -> str:
        """Return what belongs into DATABASE_URL."""
        return f"postgres://{USER}:{self.password}@127.0.0.1:{self.port}/postgres"

    @property
    def directory(self) -> Path:
        """Return where the running cluster lies."""
        assert self._directory is not None, "not started"  # noqa: S101
        return self._directory

    @property
    def log_path(self) -> Path:
        """Return the file that holds the server's output."""
        return self.directory / "server.log"

    def start(self, *, timeout: float = 30) -> Self:
        """Make the cluster, start it, and return once it answers; `timeout` in seconds."""
        self._directory = Path(tempfile.mkdtemp(prefix="chatire-postgresql-"))
        if self._account:
            os.chown(self.directory, self._account.pw_uid, self._account.pw_gid)
        try:
            self._make_cluster()
            self.resume(timeout=timeout)
        except BaseException:
            self.stop()
            raise
        return self

    def halt(self) -> None:
        """Stop the server and break its clients' connections; the cluster stays."""
        if self._server is not None:
            children.stop(self._server, signal.SIGINT, timeout=5)  # "fast shutdown"
            self._server = None

    def resume(self, *, timeout: float = 30) -> None:
        """Start the server that was halted, and return once it answers."""
        self._server = self._spawn()
        self._wait_until_up(time.monotonic() + timeout)

    def stop(self) -> None:
        """Stop the server, and delete the cluster."""
        self.halt()
        if self._directory is not None:
            shutil.rmtree(self._directory)
            self._directory = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _program(self, name: str) -> str:
        found = programs()
        if found is None:
            raise Failure("PostgreSQL is not installed: apt-get install postgresql")
        return str(found / name)

    @property
    def _identity(self) -> dict[str, object]:
        """Return Popen's arguments that make the child an unprivileged user's, if we are root."""
        if self._account is None:
            return {}
        account = self._account
        return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}

    def _make_cluster(self) -> None:
        secret = self.directory / "password"
        secret.touch(mode=0o600)
        secret.write_text(self.password)
        if self._account:
            os.chown(secret, self._account.pw_uid, self._account.pw_gid)
        command = [self._program("initdb"), "--pgdata", "data", "--username", USER]
        command += ["--pwfile", "password", "--auth-local", "trust", "--auth-host", "scram-sha-256"]
        command += ["--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
        made = subprocess.run(  # type: ignore[call-overload]
            command,
            cwd=self.directory,
            capture_output=True,
            text=True,
            check=False,
            **self._identity,
        )
        if made.returncode:
            raise Failure(f"initdb failed:\n{made.stdout}{made.stderr}")

    def _spawn(self) -> subprocess.Popen[bytes]:
        command = [self._program("postgres"), "-D", "data", "-p", str(self.port), *FAST]
        command += [
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            f"unix_socket_directories={self.directory}",
        ]
        with self.log_path.open("ab") as log:
            server: subprocess.Popen[bytes] = subprocess.Popen(  # type: ignore[call-overload]
                command,
                cwd=self.directory,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=children.dies_with_parent(signal.SIGINT),
                **self._identity,
            )
        return server

    def _wait_until_up(self, deadline: float) -> None:
        assert self._server is not None  # noqa: S101 - start() made it
        ready = [self._program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        while subprocess.run(ready, check=False).returncode:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._server.wait(0.05)
                raise Failure(f"PostgreSQL did not start; {self._last_words()}")
            if time.monotonic() > deadline:
                raise Failure(f"PostgreSQL does not answer; {self._last_words()}")

    def _last_words(self) -> str:
        return "its output ends:\n" + self.log_path.read_text()[-2000:]
