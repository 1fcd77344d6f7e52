"""Other processes in the same economy, on the database of the running test.

Forked, so that none of them spends its time on loading Django first: the test must not be in a
transaction, and whatever it has open is closed before.
"""

import multiprocessing
from collections.abc import Callable
from multiprocessing.context import ForkProcess

from django.db import connections

from chat import broker

fork = multiprocessing.get_context("fork")

PATIENCE = 150.0
"""Seconds, on a busy machine; a test's own time-out is longer."""


def started(task: Callable[..., None], *arguments: object) -> ForkProcess:
    """Return a process that has begun to do ``task``."""
    broker.close()
    connections.close_all()
    process = fork.Process(target=task, args=arguments)
    process.start()
    return process


def ended(process: ForkProcess) -> int:
    """Wait for the end of ``process`` and return its exit code; less than 0 is a signal's."""
    process.join(PATIENCE)
    assert process.exitcode is not None, "the process hangs"
    return process.exitcode


def all_at_once(task: Callable[..., None], *arguments: tuple[object, ...]) -> None:
    """Do ``task`` in as many processes as there are ``arguments``, and see that all succeed.

    Each is given a barrier of all of them first.
    """
    barrier = fork.Barrier(len(arguments))
    running = [started(task, barrier, *each) for each in arguments]
    assert [ended(process) for process in running] == [0] * len(running)
