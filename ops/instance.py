"""One instance of Chatire in a run directory: its environment, database, and broker's address."""

import os
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from ops import kernel, nginx
from ops.amqp import broker_answers
from ops.environment import EnvironmentFile
from ops.failures import Failure
from ops.installation import PYTHON, VENV
from ops.layout import CHECKOUT, RunDirectory
from ops.rabbitmq import RabbitMQ
from ops.steps import Step, Steps, execute

DEFAULT_PORT = 8000
# What migrate depends on: the applications' own migrations, and the packages that bring others.
MIGRATIONS = (
    *(f"{app}/migrations" for app in ("accounts", "chat", "economy", "probe")),
    "requirements.txt",
)
STATIC = ("accounts/static", "probe/static", "requirements.txt", "chatire/settings.py")


@dataclass(frozen=True)
class Instance:
    """What one start uses; made by `prepare`."""

    run: RunDirectory
    port: int
    public_url: str
    settings: dict[str, str]
    has_broker: bool

    @property
    def environment(self) -> dict[str, str]:
        """Return what every process of this instance is started with."""
        return self.settings | {
            "PATH": f"{VENV / 'bin'}:{self.settings.get('PATH', os.defpath)}",
            "NGINX_PROGRAM": nginx.program() or "nginx",  # it may have been installed by now
            "PYTHONUNBUFFERED": "1",
        }

    @property
    def parts_left_out(self) -> list[str]:
        """Return the Procfile's parts that this instance does not need."""
        return [] if self.has_broker else ["broker"]

    def manage(self, *arguments: str) -> str:
        """Run a command of manage.py in this instance and return what it prints."""
        return execute(PYTHON, "manage.py", *arguments, env=self.environment)

    def answers(self, path: str) -> bool:
        """Say whether the part behind `path` answers: 5xx is nginx, which did not find it.

        The gateway refuses a plain GET, and that is an answer.
        """
        return 200 <= self._get(path) < 500

    def _get(self, path: str) -> int:
        host = self.public_url.partition("://")[2]
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path, headers={"Host": host})
            return connection.getresponse().status
        except (OSError, HTTPException):
            return 0
        finally:
            connection.close()

    def migrate(self) -> None:
        """Bring the database to the newest migration, and collect the admin's static files."""
        migrations = tuple(CHECKOUT / name for name in MIGRATIONS if (CHECKOUT / name).exists())
        database = self.settings["DATABASE_URL"]
        file = self.run / "chatire.sqlite3"
        outputs = (file,) if str(file) in database else ()
        steps = Steps(self.run / "stamps")
        steps.do(Step("database", self._migrate, (database, *migrations), outputs))
        static = tuple(CHECKOUT / name for name in STATIC)
        collected = (CHECKOUT / ".run" / "static" / "admin",)
        Steps(CHECKOUT / ".run" / "stamps").do(
            Step("static files", self._collect_static, static, collected)
        )

    def _migrate(self) -> None:
        self.manage("migrate", "--no-input")

    def _collect_static(self) -> None:
        self.manage("collectstatic", "--no-input", "--clear")


def port_of(environment: dict[str, str]) -> int:
    """Return PORT, or raise Failure when it is not one."""
    text = environment.get("PORT") or str(DEFAULT_PORT)
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Failure(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def prepare(run: RunDirectory, given: dict[str, str]) -> Instance:
    """Return the instance that `given`, the caller's environment, asks for; start nothing.

    Raises Failure when its port is taken, or when the broker that it names does not answer.
    """
    file = EnvironmentFile(run / "env")
    settings = {**file.kept, **given}
    port = port_of(settings)
    public_url = settings.get("PUBLIC_URL") or f"http://localhost:{port}"
    nginx.check_port(port, public_url)
    kernel.check_queue()
    used = {
        "RUN_DIR": run.name,
        "PUBLIC_URL": public_url,
        "DATABASE_URL": settings.get("DATABASE_URL") or f"sqlite:///{run / 'chatire.sqlite3'}",
        "AMQP_URL": settings.get("AMQP_URL") or _private_broker(run),
        "PROBE_URL": settings.get("PROBE_URL") or f"http://127.0.0.1:{port}",
    }
    has_broker = not settings.get("AMQP_URL")
    if not has_broker:
        _check_broker(used["AMQP_URL"])
    file.write(used)
    nginx.write(run, port=port, public_url=public_url)
    return Instance(run, port, public_url, settings | used, has_broker)


def _private_broker(run: RunDirectory) -> str:
    """Return the address of the node that the part `broker` will start."""
    node = RabbitMQ(run / "rabbitmq")
    node.choose_free_ports()
    return node.url


def _check_broker(url: str) -> None:
    if not broker_answers(url):
        host = urlsplit(url).hostname
        raise Failure(f"No RabbitMQ answers at AMQP_URL (host {host}): start it, or leave it out.")
