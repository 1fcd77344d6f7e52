"""People and sessions that a figure needs, and who may post where."""

import json
import subprocess
import sys
from dataclasses import dataclass

from ops.layout import CHECKOUT
from tests.live.stack import Stack


@dataclass(frozen=True)
class Town:
    """What `bench.populate` has written."""

    uris: list[str]
    tokens: list[str]

    def poster(self, number: int) -> str:
        """Return the token of the owner of the session ``uris[number]``."""
        return self.tokens[number * len(self.tokens) // len(self.uris)]


def populate(stack: Stack, *, people: int, sessions_each: int) -> Town:
    """Write so many into the database of a stack that is up."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.populate", str(people), str(sessions_each)],
        cwd=CHECKOUT,
        env=stack.env,
        check=True,
        capture_output=True,
    )
    return Town(**json.loads(done.stdout))
