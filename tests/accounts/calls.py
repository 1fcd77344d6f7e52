"""The same calls from several processes at once, each a server of its own."""

import multiprocessing
from collections.abc import Iterable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from typing import Any

from django.db import connections
from django.test import Client

# Forked, so that none of them spends its time on loading Django first. Nothing
# here runs a thread, and no database connection is open across the fork.
_processes = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Call:
    """A call of Django's test client, with ``cookies``."""

    path: str
    data: Any = None
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    status: int
    cookies: dict[str, str]


def post_from_processes(batches: Iterable[list[Call]]) -> list[Answer]:
    """Post each batch of calls from a process of its own, all at once; return all answers.

    The processes use the test's database: the test must not be in a transaction.
    """
    batches = list(batches)
    connections.close_all()
    barrier = _processes.Barrier(len(batches))
    running = []
    for batch in batches:
        ours, theirs = _processes.Pipe()
        process = _processes.Process(target=_post_all, args=(batch, barrier, theirs))
        process.start()
        theirs.close()
        running.append((process, ours))
    answers: list[Answer] = []
    for process, pipe in running:
        answers += pipe.recv()
        process.join(10)
        assert process.exitcode == 0
    return answers


def _post_all(calls: list[Call], barrier: Barrier, pipe: Connection) -> None:
    barrier.wait(30)
    pipe.send([_post(call) for call in calls])
    connections.close_all()


def _post(call: Call) -> Answer:
    client = Client(HTTP_HOST="localhost")
    client.cookies.load(call.cookies)
    response = client.post(
        call.path, call.data, content_type=call.content_type, headers=call.headers
    )
    cookies = {name: morsel.value for name, morsel in response.cookies.items()}
    return Answer(response.status_code, cookies)
