"""The whole Procfile on free ports, in a run directory of its own.

`python -m tests.live.stack <command>` runs a command beside one: in its environment, so that
`python manage.py` speaks of its database, with BASE_URL, and with MAILS: the directory where every
e-mail becomes a file.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Self

import requests

from ops import instance, ports, procfile
from ops.amqp import broker_answers
from ops.layout import CHECKOUT, RunDirectory
from ops.rabbitmq import RabbitMQ
from tests.live.part import Part

READY_WITHIN = 90.0
"""Seconds that a stack may take to answer, on a busy machine of two cores."""

SETTINGS = {"DJANGO_SETTINGS_MODULE": "tests.live.settings"}
# A test's many users share one address, and hurry.
NO_THROTTLES = {
    f"THROTTLE_{name}": "0"
    for name in (
        "LOGIN_FAILURES_ACCOUNT",
        "LOGIN_FAILURES_ADDRESS",
        "LOGINS",
        "SIGN_UPS",
        "TICKETS",
        "POSTS",
    )
}
# Nothing moves but what a test has moved.
QUIET = {"PROBE": "off"}
# Set for another instance: by the caller's shell, or by the tests' own settings.
NOT_INHERITED = {
    "AMQP_URL",
    "DATABASE_URL",
    "DJANGO_SETTINGS_MODULE",
    "EMAIL_URL",
    "PORT",
    "PROBE_URL",
    "PUBLIC_URL",
    "RUN_DIR",
    "SECRET_KEY",
    "TICKET_KEY",
    "WEB_FLAGS",
    "WS_FLAGS",
}


class NotReadyError(AssertionError):
    """Something did not happen in time; the text holds what every part printed last."""


class Stack:
    """One running Chatire. Use it as a context manager, from a thread that stays."""

    def __init__(
        self,
        *,
        environment: Mapping[str, str] | None = None,
        ws_flags: str = "",
        web_flags: str = "",
    ) -> None:
        """Prepare an instance with `environment` over the defaults; nothing is started yet."""
        self._tick = threading.Event()  # never set: waiting for it passes the time
        self.directory = Path(tempfile.mkdtemp(prefix="chatire-"))  # short: unix sockets lie there
        given = {key: value for key, value in os.environ.items() if key not in NOT_INHERITED}
        given |= SETTINGS | NO_THROTTLES | QUIET | dict(environment or {})
        given |= {
            "RUN_DIR": str(self.directory),
            "PORT": str(ports.free_ports(1)[0]),
            "WS_FLAGS": ws_flags,
            "WEB_FLAGS": web_flags,
        }
        run = RunDirectory.of(given)
        run.prepare()
        self.instance = instance.prepare(run, given)
        self.env = self.instance.environment
        self.parts = {
            name: self._part(name, command)
            for name, command in procfile.parts().items()
            if name not in self.instance.parts_left_out
        }

    @property
    def base_url(self) -> str:
        """Return the address of the page and of REST, without a final slash."""
        return self.instance.public_url

    @property
    def ws_url(self) -> str:
        """Return the address of the gateway, without a path."""
        return self.base_url.replace("http", "ws", 1)

    @property
    def port(self) -> int:
        """Return nginx's port on 127.0.0.1."""
        return self.instance.port

    @property
    def amqp_url(self) -> str:
        """Return the broker's address."""
        return self.env["AMQP_URL"]

    @property
    def gateway_workers(self) -> list[int]:
        """Return the process ids of the gateway's workers."""
        return self.parts["ws"].workers

    @property
    def application_workers(self) -> list[int]:
        """Return the process ids of the application's workers."""
        return self.parts["web"].workers

    def start(self) -> Self:
        """Migrate, start every part, and return when all of them answer."""
        try:
            self.manage("migrate", "--no-input")
            for part in self.parts.values():
                part.start()
            self.wait_until_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Stop every part and delete the run directory."""
        running = [part for part in self.parts.values() if part.is_running]
        for part in running:
            part.resume()
            part.terminate()
        for part in running:
            part.wait()
        shutil.rmtree(self.directory)

    def manage(self, *arguments: str) -> str:
        """Run a command of manage.py in this instance and return what it prints."""
        return self.instance.manage(*arguments)

    def restart(self, name: str) -> None:
        """Stop a part in good order, start it again, and return when everything answers."""
        self.parts[name].stop()
        self.parts[name].start()
        self.wait_until_ready()

    def stop_broker(self) -> None:
        """Shut RabbitMQ down and return once it is gone."""
        self.parts["broker"].stop()

    def start_broker(self) -> None:
        """Start RabbitMQ on the same ports and return once it greets."""
        self.parts["broker"].start()
        self.wait_until(self.broker_answers, "RabbitMQ answers")

    def broker_answers(self) -> bool:
        """Say whether RabbitMQ greets."""
        return broker_answers(self.amqp_url)

    @property
    def node(self) -> RabbitMQ:
        """Return the private broker, to ask it something."""
        return RabbitMQ(self.directory / "rabbitmq")

    def answers(self) -> bool:
        """Say whether nginx, the application and every gateway worker would serve a client now."""
        if not self.instance.answers("/api/instance/"):
            return False
        # While its master starts, the gateway has no worker, and none that lacks the broker.
        return 0 < len(self.gateway_workers) == self._workers_with_a_broker()

    def wait_until_ready(self) -> None:
        """Return when nginx, the application, the gateway, the broker and the worker answer."""
        self.wait_until(self.answers, "the stack is ready")
        waiter = [sys.executable, "-m", "ops.consumers"]
        subprocess.run(waiter, cwd=CHECKOUT, env=self.env, check=True, timeout=READY_WITHIN)

    def wait_until(
        self, condition: Callable[[], bool], what: str, *, within: float = READY_WITHIN
    ) -> None:
        """Ask `condition` until it holds; raise NotReadyError after `within` seconds."""
        deadline = time.monotonic() + within
        while not condition():
            dead = [part.name for part in self.parts.values() if not part.is_running]
            if time.monotonic() > deadline:
                raise NotReadyError(f"not in time: {what}; not running: {dead}\n{self.logs()}")
            self._tick.wait(0.05)

    def logs(self, *, last: int = 3000) -> str:
        """Return the last characters that each part has printed."""
        return "\n".join(
            f"--- {part.name} ---\n{part.output[-last:]}" for part in self.parts.values()
        )

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _workers_with_a_broker(self) -> int:
        """Return of how many gateway workers a handshake is not refused; 0 while nobody tells."""
        try:
            told = requests.get(f"http://127.0.0.1:{self.port}/ws/metrics", timeout=10).text
        except requests.RequestException:  # nginx is not up yet
            return 0
        found = re.search(r"^chatire_gateway_broker_up (\d+)", told, re.MULTILINE)
        return int(found[1]) if found else 0

    def _part(self, name: str, command: str) -> Part:
        return Part(name, command, log=self.directory / f"{name}.log", env=self.env)


def main(arguments: list[str]) -> int:
    """Run a command beside a stack; say what the parts printed when it fails."""
    parser = argparse.ArgumentParser(prog="python -m tests.live.stack")
    parser.add_argument("--cwd", default=".", help="where the command runs")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    chosen = parser.parse_args(arguments)
    with (
        tempfile.TemporaryDirectory(prefix="mails-") as mails,
        Stack(environment={"EMAIL_URL": f"filemail:///{mails}"}) as stack,
    ):
        env = stack.env | {"BASE_URL": stack.base_url, "MAILS": mails}
        code = subprocess.run(chosen.command, cwd=chosen.cwd, env=env, check=False).returncode
        if code:
            sys.stderr.write(stack.logs())
        return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
