"""Where things lie: the checkout, and the run directory that holds one instance's state."""

import os
from dataclasses import dataclass
from pathlib import Path

from ops.failures import Failure

CHECKOUT = Path(__file__).resolve().parent.parent
# What sun_path holds, less the final NUL (unix(7)).
LONGEST_SOCKET_PATH = 107
LONGEST_SOCKET_NAME = "ws-stats.sock"


@dataclass(frozen=True)
class RunDirectory:
    """One instance: secrets, database, sockets, broker. Two of them may run side by side."""

    name: str  # as given, so that a relative one stays short

    @classmethod
    def of(cls, environment: dict[str, str]) -> "RunDirectory":
        """Return RUN_DIR's, or the checkout's own."""
        return cls(environment.get("RUN_DIR") or ".run")

    @property
    def path(self) -> Path:
        """Return the absolute directory."""
        return CHECKOUT / self.name

    def prepare(self) -> None:
        """Make the directory, for our eyes only; raise Failure when sockets do not fit into it."""
        if len(os.fsencode(f"{self.name}/{LONGEST_SOCKET_NAME}")) > LONGEST_SOCKET_PATH:
            raise Failure(
                f"RUN_DIR is too long: the path of a unix socket in it may have"
                f" {LONGEST_SOCKET_PATH} bytes."
            )
        self.path.mkdir(parents=True, exist_ok=True)
        self.path.chmod(0o700)

    def __truediv__(self, name: str) -> Path:
        return self.path / name
