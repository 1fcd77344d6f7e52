"""When rights ended: written down by the application itself, the moment after each commit."""

import json
from collections.abc import Mapping
from typing import Any

from tests.faults.commits import ENDED_RIGHTS
from tests.live.stack import Stack


def committed_at(stack: Stack, type: str, **fields: Any) -> float | None:
    """Return when (seconds since the epoch) such a revocation was committed; None: not yet."""
    file = stack.directory / ENDED_RIGHTS
    written = file.read_text() if file.exists() else ""
    complete = written[: written.rfind("\n") + 1].splitlines()
    found = [line for line in map(json.loads, complete) if line["type"] == type]
    return next((line["at"] for line in found if _has(json.loads(line["body"]), fields)), None)


def _has(body: Mapping[str, Any], fields: Mapping[str, Any]) -> bool:
    return all(body.get(name) == value for name, value in fields.items())
