"""In every process of the application: stands between a commit and its publication.

It writes down when a right ended, and it is where a process dies that was told to:
the file LAST_WORDS holds a text, and the first process that has committed it, and has
not published it yet, is gone. This app comes first, so nobody was told before it.
"""

import json
import os
import signal
import time
from pathlib import Path
from typing import Any

from django.apps import AppConfig

from chat.publications import Publication
from chat.signals import committed

LAST_WORDS = "last-words"
ENDED_RIGHTS = "ended-rights"


class Commits(AppConfig):
    """Connects its receiver before `chat` connects its own."""

    name = "tests.faults.commits"
    label = "commits"

    def ready(self) -> None:
        committed.connect(note_ended_right)
        committed.connect(die_of_last_words)


def note_ended_right(publication: Publication, **_: Any) -> None:
    """Append a line for every control message: the time of its commit, and its body."""
    if publication.control is not None:
        line = {"at": time.time(), "type": publication.type, "body": publication.body.decode()}
        with _file(ENDED_RIGHTS).open("a") as file:
            file.write(json.dumps(line) + "\n")


def die_of_last_words(publication: Publication, **_: Any) -> None:
    """Kill this process if it has committed what LAST_WORDS says; once."""
    file = _file(LAST_WORDS)
    if file.exists() and file.read_bytes() in publication.body:
        file.unlink()
        os.kill(os.getpid(), signal.SIGKILL)


def _file(name: str) -> Path:
    return Path(os.environ["RUN_DIR"], name)
