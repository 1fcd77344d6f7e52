"""The golden events: one example of everything that a gateway sends.

They are data, so that pytest and vitest read the very same files.
"""

from pathlib import Path
from typing import Any

from chatire.protocol import events

FOLDER = Path(__file__).parent / "events"


def names() -> list[str]:
    """Return the types that have an example; one file a type."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


def golden(name: str) -> dict[str, Any]:
    """Return the example of the type ``name``."""
    return events.decode((FOLDER / f"{name}.json").read_bytes())
