"""Faults of our own processes: killed with SIGKILL, or started anew."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from ops.children import parent_of
from tests.faults.census import opened
from tests.faults.scene import Scene
from tests.live.deadline import wait_until
from tests.live.part import Part


@contextmanager
def gateway_worker_killed(scene: Scene) -> Iterator[None]:
    """One of two; its master starts another."""
    workers = scene.stack.gateway_workers
    os.kill(workers[0], signal.SIGKILL)
    yield
    wait_until(lambda: _replaced(scene.stack.parts["ws"], workers), "there is a new worker")
    scene.stack.wait_until(scene.stack.answers, "the stack answers")


@contextmanager
def gateway_master_killed(scene: Scene) -> Iterator[None]:
    """Its workers go with it; somebody starts it again."""
    master = scene.stack.parts["ws"]
    workers = master.workers
    _kill_alone(master)
    wait_until(lambda: set(map(parent_of, workers)) <= {None}, "the workers are gone, too")
    yield
    _start(scene, master)


@contextmanager
def application_worker_killed(scene: Scene) -> Iterator[None]:
    """Between a commit and its publication, of the last message in its session."""
    workers = scene.stack.application_workers
    scene.speak_last_words()
    yield
    wait_until(lambda: _replaced(scene.stack.parts["web"], workers), "there is a new worker")
    scene.stack.wait_until(scene.stack.answers, "the stack answers")


@contextmanager
def celery_worker_killed(scene: Scene) -> Iterator[None]:
    """Meanwhile a message stays unpublished: there is nobody who would sweep it up."""
    worker = scene.stack.parts["worker"]
    worker.kill()
    scene.speak_last_words()
    yield
    worker.start()
    scene.stack.wait_until_ready()


@contextmanager
def beat_killed(scene: Scene) -> Iterator[None]:
    """Meanwhile a message stays unpublished: there is nobody who would have it swept up."""
    beat = scene.stack.parts["beat"]
    beat.kill()
    scene.speak_last_words()
    yield
    beat.start()
    wait_until(lambda: _talks(beat.pid), "beat talks to the broker")


@contextmanager
def application_restarted(scene: Scene) -> Iterator[None]:
    """In good order. SQLite's "server" is the application itself."""
    scene.stack.parts["web"].stop()
    yield
    _start(scene, scene.stack.parts["web"])


@contextmanager
def nginx_restarted(scene: Scene) -> Iterator[None]:
    """Every connection goes through it, and ends with it."""
    scene.stack.parts["nginx"].stop()
    yield
    _start(scene, scene.stack.parts["nginx"])


def _start(scene: Scene, part: Part) -> None:
    part.start()
    scene.stack.wait_until(scene.stack.answers, "the stack answers")


def _kill_alone(part: Part) -> None:
    os.kill(part.pid, signal.SIGKILL)
    part.wait()


def _replaced(part: Part, before: list[int]) -> bool:
    """Say whether there are as many workers as before, and not all of them the same."""
    now = part.workers
    return len(now) == len(before) and set(now) != set(before)


def _talks(pid: int) -> bool:
    return any(each.startswith("socket:") for each in opened(pid))
