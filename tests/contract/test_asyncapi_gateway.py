"""What the gateway decides is what docs/asyncapi.yaml describes."""

import base64
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from chatire.protocol.events import decode, encode
from chatire.protocol.tickets import Claims, TicketError
from tests.contract.asyncapi import complaints, document
from tests.contract.golden import frame, frames
from tests.websocket_server.frames import text
from websocket_server.connection import Action, Connection, Present, Pulse, Send, resync_frame
from websocket_server.errors import HandshakeError
from websocket_server.handshake import Request, admit
from websocket_server.renewal import Schedule

URI = "0123456789abcde"


@pytest.fixture
def connection() -> Connection:
    """Return a connection that is bound to one session."""
    pulse, renewal = Pulse(every=25.0, wait=10.0), Schedule(every=600.0, within=20.0)
    connection = Connection(pulse=pulse, renewal=renewal, now=0.0)
    connection.sessions.add(URI)
    return connection


def said(actions: Sequence[Action]) -> list[dict[str, Any]]:
    """Return the JSON of the short text frames among ``actions``: 0x81, length, payload."""
    sent = [action.frame for action in actions if isinstance(action, Send)]
    return [decode(frame[2:]) for frame in sent if frame[0] == 0x81]


@pytest.mark.parametrize("name", frames())
def test_frame_of_a_client_is_taken(connection: Connection, name: str) -> None:
    """What the document lets a client say, the gateway does not refuse."""
    answers = connection.receive(text(encode(frame(name))), 0.0)
    assert [each["type"] for each in said(answers)] in ([], ["pong"])
    assert (name == "ticket") is any(isinstance(each, Present) for each in answers)


@pytest.mark.parametrize("name", frames())
def test_frame_that_the_document_forbids_is_refused(connection: Connection, name: str) -> None:
    """A field of another type is a complaint there, and an `error` here."""
    wrong = {key: value if key == "type" else [] for key, value in frame(name).items()}
    assert complaints(f"client.{name}", wrong)
    (answer,) = said(connection.receive(text(encode(wrong)), 0.0))
    assert (answer["type"], answer["code"]) == ("error", "malformed")
    assert complaints("error", answer) == []


@pytest.mark.parametrize("identity", [1, 1.5, "one", None, True])
def test_pong_is_as_described(connection: Connection, identity: object) -> None:
    """Whatever the id is."""
    (answer,) = said(connection.receive(text(encode({"type": "ping", "id": identity})), 0.0))
    assert complaints("pong", answer) == []


def test_authorise_is_as_described(connection: Connection) -> None:
    """When the time has come."""
    (asked,) = said(connection.wake(600.0))
    assert complaints("authorise", asked) == []


@pytest.mark.parametrize("sessions", [(), (URI,)])
def test_resync_is_as_described(sessions: Sequence[str]) -> None:
    """Of some sessions, or of all."""
    (told,) = said([resync_frame(2.0, sessions)])
    assert complaints("resync", told) == []


ALL_WRONG = Request(
    method="POST",
    path=f"/ws/{URI}",
    http_version="HTTP/1.1",
    upgrade="",
    connection="",
    key="",
    version="8",
    origin="https://elsewhere.example",
    protocols="",
    has_body=False,
)
REPAIRS: list[dict[str, Any]] = [
    {
        "method": "GET",
        "upgrade": "websocket",
        "connection": "Upgrade",
        "key": base64.b64encode(bytes(16)).decode(),
    },
    {"version": "13"},
    {"origin": None},
    {"protocols": "chatire.v1, ticket.bad"},
    {"protocols": "chatire.v1, ticket.good"},
]


def verify(ticket: str) -> Claims:
    """Take one ticket, which names no session."""
    if ticket != "good":
        raise TicketError("bad")
    return Claims(user={"id": 7}, device="d", sessions=(), issued_at=0.0)


def test_refusals_come_in_the_order_of_the_document() -> None:
    """One repair after another; the last two are not the request's fault."""
    statuses = []
    request = ALL_WRONG
    for repair in [{}, *REPAIRS]:
        request = replace(request, **repair)
        with pytest.raises(HandshakeError) as refusal:
            admit(request, origins=frozenset(), verify=verify)
        statuses.append(refusal.value.status.value)
    assert [*statuses, 429, 503] == [each["status"] for each in document()["x-refusals"]]
