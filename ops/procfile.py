"""The Procfile, read without honcho: which parts there are, and how each is started."""

import re

from ops.layout import CHECKOUT

LINE = re.compile(r"^([A-Za-z0-9_-]+):\s*(.+)$")


def parts() -> dict[str, str]:
    """Return the shell command of every part, in the file's order."""
    lines = (CHECKOUT / "Procfile").read_text().splitlines()
    return {found[1]: found[2] for line in lines if (found := LINE.match(line))}
