"""`make test`, `test-fast` and `lint`: all suites run, whatever fails, and are summed up."""

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from ops import children, installation, node, packages, suite
from ops.installation import FRONTEND, PYTHON, VENV
from ops.layout import CHECKOUT
from ops.postgresql import PostgreSQL
from ops.run import STOP_SIGNALS, leave
from ops.steps import execute
from ops.suite import Outcome, Suite

APPLICATION = tuple(f"tests/{app}" for app in ("accounts", "chat", "chatire", "economy", "probe"))
# They need none, and take long.
WITHOUT_DATABASE = ("tests/chat/test_broker.py", "tests/economy/test_fairness.py")
GATEWAY = "tests/websocket_server"
NOT_UNIT = ("tests/live", "tests/faults", "tests/ops", GATEWAY)
DATABASES = ("SQLite", "PostgreSQL")
SETTINGS = {"DJANGO_SETTINGS_MODULE": "tests.settings"}
PYTEST = (str(PYTHON), "-m", "pytest", "-q", "--color=no", "-p", "no:cacheprovider")
REPORT = ("--junitxml", "{report}")
TWO_PROCESSES = ("-n", "2", "--dist", "loadfile")
FOUR_PROCESSES = ("-n", "4", "--dist", "loadfile")


def _tool(name: str) -> str:
    return str(VENV / "bin" / name)


def _python_files() -> int:
    done = execute(_tool("ruff"), "check", "--show-files")
    return len(done.splitlines())


def _page_files() -> int:
    return sum(len(list((FRONTEND / "src").rglob(f"*.{kind}"))) for kind in ("ts", "vue"))


def lint_python() -> list[Suite]:
    """Return what judges the Python code without running it."""
    ruff = _tool("ruff")
    files = suite.checked("files", _python_files)
    manage = (str(PYTHON), "manage.py")
    drift = ("makemigrations", "--check", "--dry-run")
    kept = suite.said(r"(\d+) kept, 0 broken", "contracts")
    return [
        Suite("ruff check", (ruff, "check"), files),
        Suite("ruff format", (ruff, "format", "--check"), files),
        Suite("mypy", (_tool("mypy"), "."), suite.said(r"in (\d+) source files", "files")),
        Suite("import-linter", (_tool("lint-imports"),), kept),
        Suite("django check", (*manage, "check"), suite.one_check, env=SETTINGS),
        Suite("migrations complete", (*manage, *drift), suite.one_check, env=SETTINGS),
    ]


def lint_page() -> list[Suite]:
    """Return what judges the page's code without running it."""
    files = suite.checked("files", _page_files)
    return [
        Suite("vue-tsc", ("npm", "run", "--silent", "typecheck"), files, cwd=FRONTEND),
        Suite("eslint", ("npm", "run", "--silent", "lint"), files, cwd=FRONTEND),
    ]


def unit_python(*spread: str) -> list[Suite]:
    """Return the Python tests that need no running program, on SQLite.

    `spread` over several processes, each needs a database and a broker of its own.
    """
    ignored = [f"--ignore={path}" for path in NOT_UNIT]
    return [Suite("pytest", (*PYTEST, *spread, *ignored, *REPORT, "tests"), suite.junit)]


def gateway() -> list[Suite]:
    """Return the gateway's tests, which for most of their time wait for it or for the broker."""
    command = (*PYTEST, *FOUR_PROCESSES, *REPORT, GATEWAY)
    return [Suite("pytest of the gateway", command, suite.junit)]


def unit_page() -> list[Suite]:
    """Return the page's tests that need no browser."""
    reporters = ("--reporter=default", "--reporter=json", "--outputFile.json={report}")
    vitest = ("npx", "--no-install", "vitest", "run", *reporters)
    return [Suite("vitest", vitest, suite.vitest, cwd=FRONTEND)]


def on_postgresql(url: str) -> list[Suite]:
    """Return the application's tests on the other database."""
    ignored = [f"--ignore={path}" for path in WITHOUT_DATABASE]
    command = (*PYTEST, *ignored, *REPORT, *APPLICATION)
    return [Suite("pytest on PostgreSQL", command, suite.junit, env={"DATABASE_URL": url})]


def starting() -> list[Suite]:
    """Return the tests of what starts and stops the whole program."""
    return [Suite("pytest of ops", (*PYTEST, *REPORT, "tests/ops"), suite.junit)]


def live() -> list[Suite]:
    """Return the tests of the running program; they wait for more than half of their time."""
    return [Suite("pytest, live", (*PYTEST, *REPORT, "tests/live"), suite.junit)]


def each_fault() -> list[Suite]:
    """Return all faults, each on one pair of queue scope and database, all pairs in turn."""
    return [
        Suite("each fault once", (*PYTEST, *REPORT, "tests/faults/test_faults.py"), suite.junit)
    ]


def every_fault() -> list[Suite]:
    """Return all faults on all pairs of queue scope and database, those of a database apart."""
    return [_faults_on(database) for database in DATABASES]


def _faults_on(database: str) -> Suite:
    """Return a suite of which each test is seen as it comes, and the times to recover."""
    command = (*(word for word in PYTEST if word != "-q"), "-v", *REPORT, "tests/faults")
    env = {
        "FAULTS_PAIRS": "all",
        "FAULTS_REPORT": str(CHECKOUT / ".run" / f"faults-{database}.json"),
    }
    name, chosen = f"every fault on {database}", (*command, "-k", database)
    return Suite(name, chosen, suite.junit, env=env, longest=2400, is_shown=True)


def browser() -> list[Suite]:
    """Return the tests in real browsers, which wait for as long as a busy machine needs."""
    browsing = {
        "PLAYWRIGHT_JSON_OUTPUT_NAME": "{report}",
        "CHROMIUM": packages.chromium() or "chromium",
    }
    playwright = ("npx", "--no-install", "playwright", "test", "--reporter=line,json")
    beside_stack = (str(PYTHON), "-m", "tests.live.stack", "--cwd", "frontend", *playwright)
    return [Suite("browser", beside_stack, suite.playwright, env=browsing)]


def size() -> list[Suite]:
    """Return the budget of the built page."""
    return [Suite("page size", ("npm", "run", "size"), suite.one_check, cwd=FRONTEND)]


cancelled = threading.Event()
"""Set when we are to leave: no lane starts another suite."""


def run_all(suites: deque[Suite], done: Callable[[Outcome], None]) -> None:
    """Take one suite after another off `suites`, run it, and hand its outcome to `done`."""
    while not cancelled.is_set():
        try:
            each = suites.popleft()
        except IndexError:
            return
        outcome = each.run()
        if not cancelled.is_set():
            done(outcome)


class Summary:
    """Prints each outcome as it comes, and all of them at the end."""

    def __init__(self) -> None:
        """Start the clock."""
        self.outcomes: list[Outcome] = []
        self._began = time.monotonic()
        self._lock = threading.Lock()

    def add(self, outcome: Outcome) -> None:
        """Print a line, and what the suite said if it failed."""
        with self._lock:
            self.outcomes.append(outcome)
            print(outcome.line, flush=True)
            if not outcome.is_good:
                print(outcome.output.rstrip() or "  (it printed nothing)", flush=True)

    def close(self) -> int:
        """Print the table and the last line; return the exit code."""
        print(f"\nSummary, after {time.monotonic() - self._began:.0f} s:\n")
        for outcome in self.outcomes:
            print(outcome.line)
        passed = sum(self._tests(outcome) for outcome in self.outcomes)
        bad = [outcome for outcome in self.outcomes if not outcome.is_good]
        failed = sum(max(1, outcome.count.failed) for outcome in bad)
        print(f"\n{passed} passed, {failed} failed", flush=True)
        return 1 if bad else 0

    @staticmethod
    def _tests(outcome: Outcome) -> int:
        """Count a check of many files once: only tests are counted singly."""
        return outcome.count.passed if outcome.count.of == "tests" else int(outcome.is_good)


def side_by_side(summary: Summary, suites: Iterable[Suite], *, lanes: int = 2) -> None:
    """Run as many suites beside each other as there are `lanes`, in their order.

    A lane that has done one takes the next: with the longest first, all end about together.
    """
    waiting = deque(suites)
    threads = [
        threading.Thread(target=run_all, args=(waiting, summary.add), daemon=True)
        for _ in range(lanes)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _prepare(*needs: packages.Need) -> None:
    """Install what the tests need, `needs` and what every one needs."""
    node.check()
    installation.install_packages([*packages.TO_BUILD, *needs])
    installation.install_python(CHECKOUT / "tests" / "requirements.txt")
    installation.install_page_packages()
    # Eight pytests read the same files: they are compiled once, whatever the caller prefers.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    # Programs of .venv are found by name, too, and Debian keeps nginx off a user's PATH.
    os.environ["PATH"] = f"{VENV / 'bin'}:{os.environ.get('PATH', os.defpath)}:/usr/sbin"


@contextmanager
def leaving_nothing() -> Iterator[Summary]:
    """Give a summary to fill; in the end no process that a suite has started is left."""
    children.signal_on_parents_death(signal.SIGTERM)
    children.adopt_orphans()
    for number in STOP_SIGNALS:
        signal.signal(number, leave)
    try:
        yield Summary()
    finally:
        cancelled.set()
        children.kill_descendants()


def main() -> int:
    """Run everything."""
    with leaving_nothing() as summary:
        _prepare(packages.RABBITMQ, packages.POSTGRESQL, packages.CHROMIUM)
        installation.install_nginx()
        installation.build_page()
        print()
        with PostgreSQL() as database:
            # Two lanes for two cores: in a third one browsers become too slow to be believed.
            # Beside the faults what takes one core and leaves them the other: how soon a hundred
            # clients are back is a question of the cores. Then what mostly waits, in pairs.
            units = [*unit_python(), *on_postgresql(database.url)]
            waiting = [*browser(), *live(), *gateway(), *starting()]
            rest = [*lint_python(), *unit_page(), *lint_page(), *size()]
            side_by_side(summary, [*each_fault(), *units, *waiting, *rest])
        return summary.close()


def fast() -> int:
    """Run what takes less than a minute: no whole program, no browser, one database."""
    with leaving_nothing() as summary:
        _prepare(packages.RABBITMQ)
        units = unit_python(*TWO_PROCESSES)
        side_by_side(summary, [*gateway(), *units, *unit_page()], lanes=3)
        return summary.close()


def faults() -> int:
    """Run every fault on every queue scope and database."""
    with leaving_nothing() as summary:
        _prepare(packages.RABBITMQ, packages.POSTGRESQL)
        installation.install_nginx()
        installation.build_page()
        # One after the other: how soon a hundred clients are back is a question of the cores.
        side_by_side(summary, every_fault(), lanes=1)
        return summary.close()


def lint() -> int:
    """Run what judges the code without running it."""
    with leaving_nothing() as summary:
        _prepare()
        side_by_side(summary, [*lint_python(), *lint_page()])
        return summary.close()
