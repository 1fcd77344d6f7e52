"""docs/asyncapi.yaml says what the code says: types, codes, limits, fields."""

import ast
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
import yaml

from chatire.protocol.close_codes import CloseCode, may_come_back
from chatire.protocol.events import DurableType, EphemeralType, UserType
from tests.contract.asyncapi import ROOT, document
from websocket_server.codec import MAX_MESSAGE
from websocket_server.connection import FRAMES_AT_ONCE, FRAMES_PER_SECOND
from websocket_server.handshake import SUBPROTOCOL, TICKET_PREFIX

MESSAGES: dict[str, Any] = document()["components"]["messages"]
SCHEMAS: dict[str, Any] = document()["components"]["schemas"]
ABOUT_THE_CONNECTION = {"welcome", "resync", "authorise", "pong", "error"}
KINDS: list[type[StrEnum]] = [DurableType, EphemeralType, UserType]


def envelope(message: str) -> set[str]:
    """Return the fields that every frame of the type has."""
    return set(MESSAGES[message]["payload"]["required"])


def sources(*packages: str) -> list[ast.AST]:
    """Return the syntax trees of ``packages``, one node after another."""
    paths = [path for package in packages for path in Path(ROOT, package).rglob("*.py")]
    return [node for path in paths for node in ast.walk(ast.parse(path.read_text()))]


def test_document_has_the_types_of_the_shared_words_and_no_other() -> None:
    """Each event type of the code is a message, and there is no message of another type."""
    types = {str(name) for kind in KINDS for name in kind}
    shown = {name for name in MESSAGES if not name.startswith("client.")}
    assert shown == types | ABOUT_THE_CONNECTION


@pytest.mark.parametrize("key", MESSAGES)
def test_message_is_named_as_its_type(key: str) -> None:
    """The key, the name and the constant in the payload are one word."""
    word = key.removeprefix("client.")
    assert MESSAGES[key]["name"] == word
    assert MESSAGES[key]["payload"]["properties"]["type"] == {"const": word}


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (DurableType, {"type", "session", "seq", "at", "data"}),
        (EphemeralType, {"type", "session", "at", "data"}),
        (UserType, {"type", "at", "data"}),
    ],
)
def test_event_has_the_envelope_of_its_kind(kind: type[StrEnum], fields: set[str]) -> None:
    """A log's event has a seq; what is said in passing has none; a user's has no session."""
    assert all(envelope(str(name)) == fields for name in kind)


def test_document_has_the_close_codes_of_the_shared_words() -> None:
    """Each with its name, and with the policy of its range."""
    shown = document()["x-close-codes"]
    assert {each["name"]: each["code"] for each in shown} == dict(CloseCode.__members__)
    assert all((each["back"] != "never") is may_come_back(each["code"]) for each in shown)


def test_document_has_the_error_codes_of_the_gateway() -> None:
    """The first argument of whatever refuses a frame."""
    calls = [node for node in sources("websocket_server") if isinstance(node, ast.Call)]
    used = {
        call.args[0].value
        for call in calls
        if ast.unparse(call.func).rpartition(".")[2] in ("refuse", "error_frame")
        and isinstance(call.args[0], ast.Constant)
    }
    assert used == set(MESSAGES["error"]["payload"]["properties"]["code"]["enum"])


def test_reserved_types_are_those_that_nothing_sends() -> None:
    """Who is the first to send one takes the mark away."""
    names = [
        f"{node.value.id}.{node.attr}"
        for node in sources("chat", "accounts", "economy", "websocket_server")
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    ]
    unused = {
        str(name) for kind in KINDS for name in kind if f"{kind.__name__}.{name.name}" not in names
    }
    assert {key for key, message in MESSAGES.items() if message.get("tags")} == unused


def test_document_has_the_limits_of_the_gateway() -> None:
    """Of what a client may send."""
    assert document()["x-limits"] == {
        "bytes_a_message": MAX_MESSAGE,
        "frames_a_second": FRAMES_PER_SECOND,
        "frames_at_once": FRAMES_AT_ONCE,
    }


def test_document_has_the_subprotocol_of_the_gateway() -> None:
    """And how the ticket is handed over beside it."""
    ticket = document()["components"]["securitySchemes"]["ticket"]
    assert f"`{SUBPROTOCOL}, {TICKET_PREFIX}<ticket>`" in ticket["description"]


@pytest.mark.parametrize("name", ["User", "Member", "Message", "Session"])
def test_rest_object_is_the_same_in_both_documents(name: str) -> None:
    """An event's data is what REST answers: the same fields, all of them always there."""
    rest = yaml.safe_load((ROOT / "docs" / "openapi.yaml").read_text())["components"]["schemas"]
    assert set(SCHEMAS[name]["properties"]) == set(rest[name]["properties"])
    assert set(SCHEMAS[name]["required"]) == set(rest[name]["required"])


def test_what_all_members_share_is_a_part_of_the_session() -> None:
    """And who left is a member, with who had him leave."""
    shared = SCHEMAS["SharedSession"]["properties"]
    assert shared.items() <= SCHEMAS["Session"]["properties"].items()
    user = {"$ref": "#/components/schemas/User"}
    member = SCHEMAS["Member"]["properties"]
    assert SCHEMAS["LeftMember"]["properties"] == {**member, "by": user}
