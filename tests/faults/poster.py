"""One of ten who post all the time, and say everything exactly once, whatever answers."""

import threading
import uuid
from http import HTTPStatus

import requests

from tests.live.cast import Person
from tests.rest import RefusedError

PAUSE = 0.5
"""Seconds between two messages of one poster."""

RETRY_AFTER = 0.2


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
    """Post a message until it is answered that it stands; note answers that are final."""
    message_id = str(uuid.uuid4())
    pause = threading.Event()
    while True:
        try:
            person.rest.post(uri, text, client_message_id=message_id)
        except RefusedError as error:
            if error.status < HTTPStatus.INTERNAL_SERVER_ERROR:
                refused.append(str(error))
                return
        except requests.RequestException:
            pass  # Not answered: whether it stands is not known, and asking again is safe.
        else:
            return
        pause.wait(RETRY_AFTER)


def say_once(person: Person, uri: str, text: str) -> threading.Thread:
    """Post in the background, and never again: who takes the message may die of it."""
    thread = threading.Thread(target=_try, args=(person, uri, text))
    thread.start()
    return thread


def _try(person: Person, uri: str, text: str) -> None:
    try:
        person.rest.post(uri, text)
    except (RefusedError, requests.RequestException):
        return  # Its worker was killed: that is the point.
