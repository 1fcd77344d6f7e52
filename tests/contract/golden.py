"""The golden events: one example of everything that a gateway sends.

They are data, so that pytest and vitest read the very same files. ``variants/`` holds
more of a type where it has more than one shape, ``frames/`` what a client sends.
"""

from pathlib import Path
from typing import Any

from chatire.protocol import events

HERE = Path(__file__).parent
FOLDER = HERE / "events"
VARIANTS = HERE / "variants"
FRAMES = HERE / "frames"


def names() -> list[str]:
    """Return the types that have an example; one file a type."""
    return _stems(FOLDER)


def variants() -> list[str]:
    """Return `<type>/<what>` of each further example."""
    return sorted(f"{path.parent.name}/{path.stem}" for path in VARIANTS.glob("*/*.json"))


def frames() -> list[str]:
    """Return the types of which a client sends a frame."""
    return _stems(FRAMES)


def golden(name: str) -> dict[str, Any]:
    """Return the example of the type ``name``."""
    return _read(FOLDER, name)


def variant(name: str) -> dict[str, Any]:
    """Return a further example, `<type>/<what>`."""
    return _read(VARIANTS, name)


def frame(name: str) -> dict[str, Any]:
    """Return the example of a client's frame of the type ``name``."""
    return _read(FRAMES, name)


def _stems(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.json"))


def _read(folder: Path, name: str) -> dict[str, Any]:
    return events.decode((folder / f"{name}.json").read_bytes())
