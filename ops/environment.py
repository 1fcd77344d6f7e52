"""`.run/env`: secrets made once, whatever an operator adds, and what the last start used.

Lines are `KEY=value`, so that `set -a; . .run/env` lets manage.py run by hand. A variable of the
caller's own environment goes before the file's.
"""

import os
import secrets
import shlex
from pathlib import Path

SECRETS = ("SECRET_KEY", "TICKET_KEY")
MARK = "# Below: what the last start used. Rewritten by each start; put your own lines above."


def parse(text: str) -> dict[str, str]:
    """Return the assignments of `text`; comments and blank lines are nobody's."""
    pairs = (line.split("=", 1) for line in text.splitlines() if _is_assignment(line))
    return {key.strip(): " ".join(shlex.split(value)) for key, value in pairs}


def _is_assignment(line: str) -> bool:
    return "=" in line and not line.lstrip().startswith("#")


class EnvironmentFile:
    """One `.run/env`, mode 600."""

    def __init__(self, path: Path) -> None:
        """Read the file at `path`, and make it, or whatever secret it lacks."""
        self.path = path
        self._kept = self._read()
        self._add_missing_secrets()

    @property
    def kept(self) -> dict[str, str]:
        """Return the secrets and the operator's own lines."""
        return parse(self._kept)

    def write(self, used: dict[str, str]) -> None:
        """Replace what stands below the mark by `used`, whole or not at all."""
        lines = "".join(f"{key}={shlex.quote(value)}\n" for key, value in used.items())
        draft = self.path.with_name("env.new")
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(f"{self._kept.rstrip()}\n{MARK}\n{lines}")
        draft.replace(self.path)

    def _read(self) -> str:
        return self.path.read_text().partition(MARK)[0] if self.path.exists() else ""

    def _add_missing_secrets(self) -> None:
        for key in SECRETS:
            if key not in self.kept:
                self._kept = f"{self._kept.rstrip()}\n{key}={secrets.token_urlsafe(48)}\n".lstrip()
