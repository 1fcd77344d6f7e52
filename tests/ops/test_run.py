"""`make run`, as it is typed: it answers, listens where it should, and ends with all of it."""

import os
import queue
import re
import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
import requests

from ops import children, ports
from ops.layout import CHECKOUT
from tests.live.stack import NOT_INHERITED
from tests.ops.processes import command_of, listening, snapshot, still_there
from tests.rest import Rest

pytestmark = pytest.mark.timeout(240)

PASSWORD = "correct horse battery"
STOPS_WITHIN = 10
READY_WITHIN = 120
PARTS = {"web", "ws", "worker", "beat", "nginx", "broker"}


class Run:
    """One `make run` in its own process group, and what it prints."""

    def __init__(self, directory: Path, port: int) -> None:
        inherited = {key: val for key, val in os.environ.items() if key not in NOT_INHERITED}
        self.url = f"http://localhost:{port}"
        self.lines: queue.Queue[str] = queue.Queue()
        self.seen: list[str] = []
        self.make = subprocess.Popen(
            ["make", "run"],
            cwd=CHECKOUT,
            env=inherited | {"RUN_DIR": str(directory), "PORT": str(port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.make.stdout is not None
        with self.make.stdout as output:
            for line in output:
                self.lines.put(line)
        self.lines.put("")

    @property
    def output(self) -> str:
        """Return what has been read of the output."""
        return "".join(self.seen)

    def wait_for(self, pattern: str) -> str:
        """Read on until a line matches, and return it."""
        while line := self.lines.get(timeout=READY_WITHIN):
            self.seen.append(line)
            if re.search(pattern, line):
                return line
        raise AssertionError(f"it ended without {pattern!r}:\n{self.output}")

    def wait(self) -> int:
        """Return the exit code; it must come in time."""
        code = self.make.wait(STOPS_WITHIN)
        while line := self.lines.get(timeout=STOPS_WITHIN):
            self.seen.append(line)
        return code

    def kill(self) -> None:
        """End what a failed test has left, by force."""
        with suppress(ProcessLookupError):
            os.killpg(self.make.pid, signal.SIGKILL)
        self.make.wait()

    @property
    def program(self) -> int:
        """Return the pid of the Python that make has started."""
        return min(pid for pid in self.pids if "-m ops run" in command_of(pid))

    @property
    def pids(self) -> list[int]:
        """Return every process below make."""
        return children.descendants(self.make.pid)

    def pid_of(self, words: str) -> int:
        """Return the oldest process whose command line contains `words`."""
        return min(pid for pid in self.pids if words in command_of(pid))


StartRun = Callable[[], Run]


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the run directory of all tests: each start meets what the last end left there."""
    return tmp_path_factory.mktemp("make") / "run"


@pytest.fixture
def start_run(directory: Path) -> Iterator[StartRun]:
    """Return a function that starts the same instance, each time it is called."""
    port = ports.free_ports(1)[0]
    with ExitStack() as stack:

        def start() -> Run:
            run = Run(directory, port)
            stack.callback(run.kill)
            run.wait_for("Chatire is ready")
            return run

        yield start


def test_run_listens_on_loopback_and_ctrl_c_leaves_nothing(start_run: StartRun) -> None:
    """The printed address answers; every other socket is on loopback; then all of it is gone."""
    run = start_run()
    assert requests.get(f"{run.url}/api/instance/", timeout=5).ok
    link = run.wait_for("first administrator").split()[-1]
    # From here on there is one, and no later start has to look for him.
    assert "Ready, chief" in become_administrator(link)
    seen = snapshot([run.make.pid, *run.pids])
    listeners = listening(run.pids)
    assert {host for host, _ in listeners} <= {"127.0.0.1", "::1"}, listeners
    assert len({port for _, port in listeners}) == 4, listeners  # nginx, and the broker's three
    os.killpg(run.make.pid, signal.SIGINT)
    run.wait()
    assert still_there(seen) == []


def become_administrator(link: str) -> str:
    """Fill in the form behind a link as a browser does, and return the page that answers."""
    with requests.Session() as browser:
        form = browser.get(link, timeout=5)
        assert form.ok, form.text
        [secret] = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.text)
        chief = {"username": "chief", "email": "chief@example.org", "password": PASSWORD}
        answer = browser.post(link, chief | {"csrfmiddlewaretoken": secret}, timeout=30)
        assert answer.ok, answer.text
        return answer.text


def test_sigterm_to_one_process_stops_all_and_keeps_the_data(start_run: StartRun) -> None:
    """Who sends SIGTERM knows one process, make's or its child's; people find everything again."""
    first = start_run()
    Rest(first.url).sign_up("alice", PASSWORD)
    seen = snapshot(first.pids)
    os.kill(first.make.pid, signal.SIGTERM)
    first.wait()
    assert still_there(seen) == []
    second = start_run()
    assert Rest(second.url).sign_in("alice", PASSWORD).token
    seen = snapshot(second.pids)
    os.kill(second.program, signal.SIGTERM)
    second.wait()
    assert still_there(seen) == []


def test_crashed_part_stops_all_and_is_named(start_run: StartRun) -> None:
    """Half a program is worse than none: it ends, with a code and a sentence that say so."""
    run = start_run()
    seen = snapshot(run.pids)
    os.kill(run.pid_of("-m ops.rabbitmq"), signal.SIGKILL)
    assert run.wait() != 0
    assert "the part `broker` ended by itself (SIGKILL)" in run.output
    assert still_there(seen) == []


@pytest.mark.parametrize("target", ["-m ops run", "-m ops.parts"])
def test_kill_9_leaves_nothing(start_run: StartRun, target: str) -> None:
    """No handler runs in a process that is killed: the others see to it."""
    run = start_run()
    seen = snapshot(run.pids)
    os.kill(run.pid_of(target), signal.SIGKILL)
    assert run.wait() != 0
    gone_within(seen, STOPS_WITHIN)


def gone_within(seen: dict[int, str], seconds: float) -> None:
    """Wait for the end of processes that are nobody's children any more."""
    tick = threading.Event()
    for _ in range(int(seconds * 10)):
        if not still_there(seen):
            return
        tick.wait(0.1)
    raise AssertionError(f"left behind: {still_there(seen)}")


def test_taken_port_is_one_sentence(tmp_path: Path) -> None:
    """Nothing is installed or started; the exit code says that it failed."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        run = Run(tmp_path / "run", port)
        assert run.wait() != 0
    assert f"Port {port} of 127.0.0.1 cannot be opened" in run.output
    assert "Traceback" not in run.output
    assert "started" not in run.output
