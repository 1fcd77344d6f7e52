"""docs/asyncapi.yaml is AsyncAPI 3.0, and whoever judges that can tell."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.contract.asyncapi import SPECIFICATION, document, faults


def test_official_schema_is_installed() -> None:
    """It comes with the page's packages: `npm ci` in frontend/."""
    assert SPECIFICATION.is_file()


def test_document_is_asyncapi_3() -> None:
    """As the AsyncAPI initiative's own schema defines it; and each $ref leads somewhere."""
    assert document()["asyncapi"] == "3.0.0"
    assert faults(document()) == []


def _without_title(broken: Any) -> None:
    del broken["info"]["title"]


def _unknown_action(broken: Any) -> None:
    broken["operations"]["tellAll"]["action"] = "shout"


def _unknown_field(broken: Any) -> None:
    broken["components"]["messages"]["welcome"]["schema"] = {}


def _payload_of_no_type(broken: Any) -> None:
    broken["components"]["messages"]["welcome"]["payload"]["type"] = "objekt"


def _schema_of_no_type(broken: Any) -> None:
    broken["components"]["schemas"]["Uri"]["type"] = "text"


def _posted_handshake(broken: Any) -> None:
    broken["components"]["channelBindings"]["handshake"]["ws"]["method"] = "PATCH"


def _ref_to_nothing(broken: Any) -> None:
    broken["components"]["schemas"]["Message"]["properties"]["user"]["$ref"] += "s"


@pytest.mark.parametrize(
    "breaks",
    [
        _without_title,
        _unknown_action,
        _unknown_field,
        _payload_of_no_type,
        _schema_of_no_type,
        _posted_handshake,
        _ref_to_nothing,
    ],
)
def test_broken_document_is_found_out(breaks: Callable[[Any], None]) -> None:
    """What lets everything pass proves nothing."""
    broken = copy.deepcopy(document())
    breaks(broken)
    assert faults(broken) != []
