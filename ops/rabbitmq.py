"""A RabbitMQ node of our own, beside any other on this machine, and nothing of it left afterwards.

It has its own epmd, ports, cookie, user, password and data directory, listens on loopback alone,
and needs no root. Run as a program (`python -m ops.rabbitmq <directory>`) it is the Procfile's
`broker`.
"""

import base64
import contextlib
import hashlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Self

from ops import children, ports
from ops.failures import Failure

NODE = "chatire@localhost"  # data directories are bound to it; our own epmd makes it unique
USER = "chatire"
LOOPBACK = "-kernel inet_dist_use_interface {127,0,0,1}"  # the default is every address

CONFIGURATION = """\
listeners.tcp.1 = 127.0.0.1:{amqp}
load_definitions = {directory}/definitions.json
# Connections come and go with every restart of a part: tell of trouble alone (default: info).
log.file = false
log.console = true
log.console.level = warning
# What goes wrong on a connection or a channel its client is told, and logs.
log.connection.level = critical
log.channel.level = critical
"""


@dataclass(frozen=True)
class Identity:
    """What a node keeps over restarts; stands in `node.json`, for our eyes only."""

    amqp: int
    distribution: int
    epmd: int
    password: str

    @classmethod
    def new(cls, *, password: str | None = None) -> Self:
        """Pick free ports, and a password unless one is given."""
        amqp, distribution, epmd = ports.free_ports(3)
        return cls(amqp, distribution, epmd, password or secrets.token_urlsafe(24))

    @property
    def ports(self) -> tuple[int, int, int]:
        """Return the three ports that must be free before the node starts."""
        return (self.amqp, self.distribution, self.epmd)

    @property
    def url(self) -> str:
        """Return what belongs into AMQP_URL."""
        return f"amqp://{USER}:{self.password}@127.0.0.1:{self.amqp}/%2F"


def scripts() -> Path | None:
    """Return the directory of RabbitMQ's own start scripts; None when it is not installed.

    Not `/usr/sbin/rabbitmq-server`: Debian's wrapper insists on root and on the system's node.
    """
    found = sorted(Path("/usr/lib/rabbitmq/lib").glob("rabbitmq_server-*/sbin"))
    if found:
        return found[-1]
    command = shutil.which("rabbitmq-server")
    beside = Path(command).resolve().parent if command else None
    return beside if beside and (beside / "rabbitmq-env").exists() else None


def private(path: Path, text: str) -> None:
    """Write a file that only we can read."""
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(text)


def password_hash(password: str) -> str:
    """Hash as RabbitMQ's definitions want it: base64 of salt and sha256 of salt and password."""
    salt = secrets.token_bytes(4)
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


def definitions(password: str) -> dict[str, object]:
    """Return the node's whole population: one user; `guest` is never made."""
    everything = {"configure": ".*", "write": ".*", "read": ".*"}
    return {
        "vhosts": [{"name": "/"}],
        "users": [
            {
                "name": USER,
                "password_hash": password_hash(password),
                "hashing_algorithm": "rabbit_password_hashing_sha256",
                "tags": ["administrator"],
            }
        ],
        "permissions": [{"user": USER, "vhost": "/", **everything}],
    }


def answers(port: int, host: str = "127.0.0.1") -> bool:
    """Say whether an AMQP 0-9-1 broker greets us on `port`: an open port alone is too early."""
    try:
        with socket.create_connection((host, port), timeout=2) as connection:
            connection.sendall(b"AMQP\x00\x00\x09\x01")
            return connection.recv(1) == b"\x01"  # a method frame: connection.start
    except OSError:
        return False


class RabbitMQ:
    """One private node. Start and stop it from a thread that stays: it dies with that thread."""

    def __init__(self, directory: Path, *, log: IO[bytes] | int | None = None) -> None:
        """Keep the node's files in `directory`; it prints to `log`, or to `node.log` there."""
        self.directory = directory.resolve()
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.identity = self._load()
        self.server: subprocess.Popen[bytes] | None = None
        self._epmd: subprocess.Popen[bytes] | None = None
        self._log = log

    @property
    def url(self) -> str:
        """Return what belongs into AMQP_URL."""
        return self.identity.url

    @property
    def log_path(self) -> Path:
        """Return the file that holds the node's output unless a `log` was given."""
        return self.directory / "node.log"

    def choose_free_ports(self) -> None:
        """Move to other ports when somebody else has taken one of ours; no node may be running."""
        if not all(ports.is_free(port) for port in self.identity.ports):
            self.identity = Identity.new(password=self.identity.password)
            self._save()

    def start(self, *, timeout: float = 60) -> Self:
        """Start epmd and the node, and return once it answers; `timeout` in seconds."""
        self._configure()
        self._epmd = self._spawn("epmd", "-address", "127.0.0.1", "-port", str(self.identity.epmd))
        self.server = self._spawn(str(self._scripts() / "rabbitmq-server"))
        try:
            self._wait_until_up(time.monotonic() + timeout)
        except BaseException:
            self.kill()
            raise
        return self

    def stop(self, *, timeout: float = 8) -> None:
        """Shut the node down, by force after `timeout` seconds, and its epmd with it."""
        if self.server is not None:
            children.stop(self.server, timeout=timeout)
            self.server = None
        self._stop_epmd()

    def kill(self) -> None:
        """End the node as a power cut would, and its epmd."""
        if self.server is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.server.pid, signal.SIGKILL)
        self.stop()

    def __enter__(self) -> Self:
        self.choose_free_ports()
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _load(self) -> Identity:
        path = self.directory / "node.json"
        if path.exists():
            return Identity(**json.loads(path.read_text()))
        self.identity = Identity.new()
        self._save()
        return self.identity

    def _save(self) -> None:
        private(self.directory / "node.json", json.dumps(asdict(self.identity)))

    def _scripts(self) -> Path:
        found = scripts()
        if found is None:
            raise Failure("RabbitMQ is not installed: apt-get install rabbitmq-server")
        return found

    def _configure(self) -> None:
        home = self.directory
        cookie = home / ".erlang.cookie"
        if not cookie.exists():
            private(cookie, secrets.token_hex(20))
            cookie.chmod(0o400)
        private(home / "definitions.json", json.dumps(definitions(self.identity.password)))
        text = CONFIGURATION.format(amqp=self.identity.amqp, directory=home)
        (home / "rabbitmq.conf").write_text(text)
        (home / "advanced.config").write_text("[].\n")
        (home / "enabled_plugins").write_text("[].\n")
        (home / "rabbitmq-env.conf").write_text("")

    def _environment(self) -> dict[str, str]:
        """Name every file that would else be the system node's."""
        home = str(self.directory)
        inherited = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("RABBITMQ_", "ERL_", "NOTIFY_SOCKET"))
        }
        return inherited | {
            "HOME": home,
            "ERL_EPMD_PORT": str(self.identity.epmd),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": NODE,
            "RABBITMQ_DIST_PORT": str(self.identity.distribution),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": LOOPBACK,
            "RABBITMQ_CONF_ENV_FILE": f"{home}/rabbitmq-env.conf",
            "RABBITMQ_CONFIG_FILE": f"{home}/rabbitmq.conf",
            "RABBITMQ_ADVANCED_CONFIG_FILE": f"{home}/advanced.config",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{home}/enabled_plugins",
            "RABBITMQ_GENERATED_CONFIG_DIR": f"{home}/generated",
            "RABBITMQ_PLUGINS_EXPAND_DIR": f"{home}/plugins",
            "RABBITMQ_MNESIA_BASE": f"{home}/data",
            "RABBITMQ_LOG_BASE": f"{home}/log",
            "RABBITMQ_PID_FILE": f"{home}/node.pid",
            "RABBITMQ_LOGS": "-",
            # The script then becomes the node instead of waiting for it: one process to signal.
            "RUNNING_UNDER_SYSTEMD": "true",
        }

    def _spawn(self, *command: str) -> subprocess.Popen[bytes]:
        """Start in a session of its own: a terminal's Ctrl-C must reach us, not the node."""
        with contextlib.ExitStack() as stack:
            log = self._log
            if log is None:
                log = stack.enter_context(self.log_path.open("ab"))
            return subprocess.Popen(
                command,
                cwd=self.directory,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=children.dies_with_parent(),
            )

    def _wait_until_up(self, deadline: float) -> None:
        while not answers(self.identity.amqp):
            assert self.server is not None  # noqa: S101 - start() made it
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.server.wait(0.1)
                raise Failure(f"RabbitMQ did not start; {self._last_words()}")
            if time.monotonic() > deadline:
                raise Failure(f"RabbitMQ does not answer; {self._last_words()}")

    def _last_words(self) -> str:
        if self._log is not None:
            return "its output stands above."
        return "its output ends:\n" + self.log_path.read_text()[-2000:]

    def _stop_epmd(self) -> None:
        if self._epmd is not None:
            children.stop(self._epmd, timeout=2)
            self._epmd = None


def leave(*_: object) -> None:
    """End the program from a signal handler, whatever it waits for."""
    raise SystemExit(0)


def main(directory: Path) -> int:
    """Be the Procfile's broker: run until a signal comes or the node ends by itself."""
    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    node = RabbitMQ(directory, log=sys.stdout.fileno())
    try:
        node.start()
        assert node.server is not None  # noqa: S101 - start() made it
        node.server.wait()
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        node.stop(timeout=3.5)  # honcho kills after 5
    return 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
