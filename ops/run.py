"""`make run`: installs what is missing, starts the Procfile, and ends with all of it."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from typing import NoReturn

from ops import children, installation, instance, node, packages
from ops.failures import Failure
from ops.instance import Instance
from ops.layout import CHECKOUT, RunDirectory
from ops.lock import lock
from ops.steps import beside_each_other, fingerprint

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# honcho kills 5 s after the first part has ended; whatever is left after 8 is ours to kill.
LONGEST_STOP = 8
# Who answers what, in the order in which they are asked.
PATHS = {"nginx": "/", "web": "/api/instance/", "ws": "/ws/"}

Beside = Callable[[], object]


def install(planned: Instance) -> None:
    """Bring everything that a start needs."""
    needs = list(packages.TO_BUILD)
    if planned.has_broker:
        needs.append(packages.RABBITMQ)
    if packages.may_install():
        needs.append(packages.NGINX)
    node.check()
    installation.install_packages(needs)
    beside_each_other(
        lambda: installation.install_python(CHECKOUT / "requirements.txt"),
        installation.install_page,
    )
    installation.install_nginx()


class Program:
    """The Procfile's processes, and the promise that they end with us."""

    def __init__(self, started: Instance, lock_descriptor: int) -> None:
        """Start the parts; from here on a signal stops them."""
        self.asked = False
        self.parts = subprocess.Popen(
            [str(installation.PYTHON), "-m", "ops.parts", *started.parts_left_out],
            cwd=CHECKOUT,
            env=started.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # a terminal's Ctrl-C is for us alone
            pass_fds=(lock_descriptor,),
            preexec_fn=children.dies_with_parent(),
        )
        signal.signal(signal.SIGALRM, lambda *_: children.kill_descendants())
        for number in STOP_SIGNALS:
            signal.signal(number, self.stop)

    def ended(self, *, within: float) -> bool:
        """Wait up to `within` seconds, and say whether the parts have ended."""
        try:
            self.parts.wait(within)
        except subprocess.TimeoutExpired:
            return False
        return True

    def outcome(self) -> int:
        """Wait for the end of everything, and return the exit code: 0 when it was asked for."""
        code = self.parts.wait()
        children.kill_descendants()
        signal.alarm(0)
        if self.asked:
            print("Stopped. Your data is kept; `make run` brings it back.")
            return 0
        return code if code > 0 else 1

    def stop(self, *_: object) -> None:
        """Ask every part to end, once; whatever has not after LONGEST_STOP seconds is killed."""
        if not self.asked:
            self.asked = True
            signal.alarm(LONGEST_STOP)
            self.parts.terminate()


def what_is_missing(started: Instance) -> str | None:
    """Name the first part that does not answer yet."""
    return next((part for part, path in PATHS.items() if not started.answers(path)), None)


def wait_for_worker(started: Instance, program: Program) -> None:
    """Return once Celery's worker has subscribed to its queues, or the parts have ended."""
    command = [str(installation.PYTHON), "-m", "ops.consumers"]
    waiting = subprocess.Popen(command, cwd=CHECKOUT, env=started.environment)
    while waiting.poll() is None:
        if program.ended(within=0.1):
            waiting.kill()
            waiting.wait()


def admin_link(started: Instance) -> str:
    """Return the first administrator's link; nothing, and faster, once there was one."""
    known = started.run / "stamps" / "administrator"
    database = fingerprint([started.settings["DATABASE_URL"]])
    if known.exists() and known.read_text() == database:
        return ""
    link = started.manage("admin_link").strip()
    if not link:
        known.write_text(database)
    return link


def announce(started: Instance, link: str, began: float) -> None:
    """Print where it is, and how its first administrator comes in."""
    print(f"\n  Chatire is ready after {time.monotonic() - began:.1f} s: {started.public_url}")
    if link:
        print(f"  Its first administrator signs up, once, at {link}")
    print("  Ctrl-C stops it.\n", flush=True)


def serve(started: Instance, lock_descriptor: int, began: float, beside: Beside) -> int:
    """Run the parts until they are asked to stop or one of them ends by itself."""
    program = Program(started, lock_descriptor)
    try:
        link = admin_link(started)
    except Failure:
        if program.asked:  # a terminal's Ctrl-C has reached it, too
            return program.outcome()
        raise
    while what_is_missing(started) and not program.ended(within=0.1):
        pass
    wait_for_worker(started, program)
    if program.parts.poll() is None and not program.asked:
        announce(started, link, began)
        beside()
    return program.outcome()


def leave(number: int, _: object) -> NoReturn:
    """Give up an installation; what it runs gets the signal, or ends with us."""
    raise SystemExit(128 + number)


def main(beside: Beside = lambda: None) -> int:
    """Install, start, announce, call `beside`, and wait."""
    began = time.monotonic()
    children.signal_on_parents_death(signal.SIGTERM)
    children.adopt_orphans()
    for number in STOP_SIGNALS:
        signal.signal(number, leave)
    environment = dict(os.environ)
    run = RunDirectory.of(environment)
    run.prepare()
    descriptor = lock(run)
    started = instance.prepare(run, environment)
    try:
        install(started)
        started.migrate()
        return serve(started, descriptor, began, beside)
    finally:
        children.kill_descendants()  # nothing, unless we are leaving half-way
