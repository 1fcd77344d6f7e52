"""docs/asyncapi.yaml as the tests read it, and the official schema that judges it.

The schema is the AsyncAPI initiative's own, from its npm package; that is installed
with the page's packages, which every suite needs anyway.
"""

import copy
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft7Validator
from referencing import Registry
from referencing.jsonschema import DRAFT7

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "asyncapi.yaml"
SPECIFICATION = ROOT / "frontend/node_modules/@asyncapi/specs/schemas/3.0.0.json"

_URN = "urn:chatire:asyncapi"


@cache
def document() -> Any:
    """Return the document; do not change it."""
    return yaml.safe_load(DOCUMENT.read_text())


def faults(candidate: Any) -> list[str]:
    """Return what the official schema has against ``candidate``, and each $ref to nothing."""
    judge = Draft7Validator(json.loads(SPECIFICATION.read_text()))
    found = [f"{error.json_path}: {error.message}" for error in judge.iter_errors(candidate)]
    return found + [f"{ref} leads nowhere" for ref in refs(candidate) if not leads(candidate, ref)]


def refs(part: Any) -> Iterator[str]:
    """Return every $ref in ``part``."""
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"]
        for each in part.values():
            yield from refs(each)
    elif isinstance(part, list):
        for each in part:
            yield from refs(each)


def leads(candidate: Any, ref: str) -> bool:
    """Say whether ``ref`` names a part of ``candidate``."""
    part = candidate
    for step in ref.removeprefix("#/").split("/"):
        if not isinstance(part, dict) or step not in part:
            return False
        part = part[step]
    return ref.startswith("#/")


def complaints(message: str, frame: Any) -> list[str]:
    """Return what the schema of the message with the key ``message`` has against ``frame``.

    What the document does not name is a complaint here, though a client must ignore it:
    else an example could show a field that nobody has described.
    """
    return [f"{error.json_path}: {error.message}" for error in _judge(message).iter_errors(frame)]


@cache
def _judge(message: str) -> Draft7Validator:
    schema = {"$ref": f"{_URN}#/components/messages/{message}/payload"}
    return Draft7Validator(schema, registry=_closed())


@cache
def _closed() -> Registry[Any]:
    closed = copy.deepcopy(document())
    _close(closed["components"])
    registry: Registry[Any] = Registry().with_resource(_URN, DRAFT7.create_resource(closed))
    return registry


def _close(part: Any) -> None:
    if isinstance(part, dict):
        if part.get("type") == "object" and "properties" in part:
            part["additionalProperties"] = False
        for each in part.values():
            _close(each)
    elif isinstance(part, list):
        for each in part:
            _close(each)
