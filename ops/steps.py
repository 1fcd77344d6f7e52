"""A step of an installation: done once, and again only when one of its inputs has changed."""

import hashlib
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ops import layout
from ops.failures import Failure

# A command may say a great deal; what went wrong mostly stands at one of its ends.
FIRST_WORDS, LAST_WORDS = 1500, 2500


@dataclass(frozen=True)
class Step:
    """What to do, what it depends on, and what is there once it is done."""

    name: str
    run: Callable[[], None]
    inputs: tuple[Path | str, ...]
    outputs: tuple[Path, ...] = ()


def fingerprint(inputs: Iterable[Path | str]) -> str:
    """Hash files by name and content, directories by all their files, and strings as they are."""
    digest = hashlib.sha256()
    for item in inputs:
        for part in _parts(item):
            digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def _parts(item: Path | str) -> Iterator[bytes]:
    if isinstance(item, str):
        yield item.encode()
        return
    files = sorted(path for path in item.rglob("*") if path.is_file()) if item.is_dir() else [item]
    for path in files:
        if "__pycache__" not in path.parts:
            yield str(path).encode()
            yield path.read_bytes()


class Steps:
    """Runs steps, one line of output each, and remembers their fingerprints in a directory."""

    def __init__(self, stamps: Path) -> None:
        """Keep the fingerprints in `stamps`."""
        self._stamps = stamps
        self._stamps.mkdir(parents=True, exist_ok=True)

    def do(self, step: Step) -> bool:
        """Run `step` unless nothing has changed; say whether it ran."""
        stamp = self._stamps / step.name.replace(" ", "-")
        wanted = fingerprint(step.inputs)
        there = all(output.exists() for output in step.outputs)
        if there and stamp.exists() and stamp.read_text() == wanted:
            report(step.name, "unchanged")
            return False
        with timed(step.name):
            step.run()
        stamp.write_text(wanted)
        return True


@contextmanager
def timed(name: str) -> Iterator[None]:
    """Report what is done inside by its name and time."""
    if sys.stdout.isatty():
        print(f"  {name} ...", end="\r", flush=True)
    started = time.monotonic()
    yield
    report(name, f"{time.monotonic() - started:.1f} s")


def beside_each_other(*jobs: Callable[[], None]) -> None:
    """Do all `jobs` at once, one a core; raise the first failure when all have ended."""
    failures: list[Failure] = []

    def attempt(job: Callable[[], None]) -> None:
        try:
            job()
        except Failure as failure:
            failures.append(failure)

    # Daemons: whoever gives up need not wait for what they do.
    threads = [threading.Thread(target=attempt, args=(job,), daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def report(name: str, result: str) -> None:
    """Print one step's line."""
    print(f"  {name:<28}{result:>10}", flush=True)


def execute(
    *command: str | Path, cwd: Path = layout.CHECKOUT, env: dict[str, str] | None = None
) -> str:
    """Run `command` quietly and return its output; raise Failure with its last words."""
    words = [str(word) for word in command]
    done = subprocess.run(
        words,
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise Failure(f"`{' '.join(words)}` failed:\n{_ends(done.stdout)}")
    return done.stdout


def _ends(output: str) -> str:
    if len(output) <= FIRST_WORDS + LAST_WORDS:
        return output
    return f"{output[:FIRST_WORDS]}\n[...]\n{output[-LAST_WORDS:]}"
