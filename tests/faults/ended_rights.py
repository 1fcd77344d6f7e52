"""When rights ended: written down by the application itself, the moment after each commit."""

import json
from collections.abc import Mapping
from typing import Any

from tests.faults.commits import ENDED_RIGHTS
from tests.live.stack import Stack


def committed_at(stack: Stack, type: str, **fields: Any) -> float:
    """Return when (seconds since the epoch) the last such revocation was committed."""
    lines = (stack.directory / ENDED_RIGHTS).read_text().splitlines()
    found = [line for line in map(json.loads, lines) if line["type"] == type]
    return float(max(line["at"] for line in found if _has(json.loads(line["body"]), fields)))


def _has(body: Mapping[str, Any], fields: Mapping[str, Any]) -> bool:
    return all(body.get(name) == value for name, value in fields.items())
