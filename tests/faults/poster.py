"""One of ten who post all the time, and say everything exactly once, whatever answers."""

import threading
import uuid
from collections.abc import Callable
from http import HTTPStatus

import requests

from tests.faults.pairs import ALL
from tests.live.cast import Person
from tests.rest import RefusedError

PAUSE = 0.5 if ALL else 1.0
"""Seconds between two messages of one poster: half the cores are somebody else's in `make test`."""

RETRY_AFTER = 0.2

_never = threading.Event()


class Poster(threading.Thread):
    """Posts until it is stopped; what was not answered with a success is sent again."""

    def __init__(self, person: Person, uri: str) -> None:
        super().__init__(name=f"poster {person.name}")
        self.posted = 0
        self.refused: list[str] = []
        self._person, self._uri = person, uri
        self._enough = threading.Event()

    def stop(self) -> None:
        """Let it finish what it says."""
        self._enough.set()

    def run(self) -> None:
        while not self._enough.wait(PAUSE):
            say(self._person, self._uri, f"message {self.posted}", refused=self.refused)
            self.posted += 1


def say(person: Person, uri: str, text: str, *, refused: list[str]) -> None:
    """Post a message until it is answered that it stands; note an answer that is final."""
    message_id = str(uuid.uuid4())
    try:
        until_answered(person.rest.post, uri, text, client_message_id=message_id)
    except RefusedError as error:
        refused.append(str(error))


def until_answered(call: Callable[..., object], *arguments: object, **named: object) -> None:
    """Make a call that may be repeated until it succeeds; raise RefusedError at a final answer."""
    while not attempt(call, *arguments, **named):
        _never.wait(RETRY_AFTER)


def attempt(call: Callable[..., object], *arguments: object, **named: object) -> bool:
    """Make a call of which nobody knows whether it is answered, and say whether it succeeded."""
    try:
        call(*arguments, **named)
    except RefusedError as error:
        if error.status < HTTPStatus.INTERNAL_SERVER_ERROR:
            raise
        return False
    except requests.RequestException:
        return False
    return True


def in_background(call: Callable[..., object], *arguments: object) -> threading.Thread:
    """Attempt a call in a thread: the worker that takes it may die of it."""
    thread = threading.Thread(target=attempt, args=(call, *arguments))
    thread.start()
    return thread
