"""A child process that is told things by lines of JSON, and answers with lines of JSON."""

import json
import os
import select
import subprocess
from collections.abc import Mapping, Sequence
from typing import Any, Self

from ops import children
from ops.layout import CHECKOUT

ANSWER_WITHIN = 60.0
"""Seconds."""


class TalkerError(Exception):
    """It has ended, or does not answer."""


class Talker:
    """Starts ``command`` in the checkout; use it as a context manager, from a thread that stays."""

    def __init__(self, command: Sequence[str], *, env: Mapping[str, str] | None = None) -> None:
        self._name = " ".join(command)
        self._process = subprocess.Popen(
            command,
            cwd=CHECKOUT,
            env=dict(os.environ if env is None else env),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            preexec_fn=children.dies_with_parent(),
        )
        self._rest = b""

    @property
    def pid(self) -> int:
        return self._process.pid

    def tell(self, **command: object) -> None:
        """Send one line of JSON; do not wait for the answer."""
        self.say(json.dumps(command))

    def say(self, line: str) -> None:
        """Send one line as it is."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(f"{line}\n".encode())
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise TalkerError(f"{self._name} has ended") from error

    def hear(self, *, answer_within: float = ANSWER_WITHIN) -> dict[str, Any]:
        """Return the next answer; TalkerError where none comes within so many seconds."""
        assert self._process.stdout is not None
        descriptor = self._process.stdout.fileno()
        while b"\n" not in self._rest:
            if not select.select([descriptor], [], [], answer_within)[0]:
                raise TalkerError(f"{self._name} did not answer in {answer_within} s")
            data = os.read(descriptor, 2**20)
            if not data:
                raise TalkerError(f"{self._name} has ended: {self._process.wait()}")
            self._rest += data
        line, _, self._rest = self._rest.partition(b"\n")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def ask(self, *, answer_within: float = ANSWER_WITHIN, **command: object) -> dict[str, Any]:
        """Send one line and return the answer to it."""
        self.tell(**command)
        return self.hear(answer_within=answer_within)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        children.stop(self._process, timeout=3)
        self._process.stdout.close()
        try:
            self._process.stdin.close()
        except BrokenPipeError:
            return  # It ended with a line unread.
