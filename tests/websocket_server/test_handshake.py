"""Who is let in, and with which status the others are not."""

from dataclasses import replace
from http import HTTPStatus

import pytest

from chatire.protocol.tickets import Claims, TicketError
from websocket_server.errors import HandshakeError
from websocket_server.handshake import Admission, Request, admit

URI = "0123456789abcde"
OTHER = "edcba9876543210"
ORIGINS = frozenset({"http://localhost:8000"})
ALICE = Claims({"id": 1, "username": "alice"}, "device", (URI, OTHER), 0.0)

GOOD = Request(
    method="GET",
    path="/ws/",
    http_version="HTTP/1.1",
    upgrade="websocket",
    connection="keep-alive, Upgrade",
    key="dGhlIHNhbXBsZSBub25jZQ==",
    version="13",
    origin="http://localhost:8000",
    protocols="chatire.v1, ticket.alices",
    has_body=False,
)


def verify(ticket: str) -> Claims:
    """Know one ticket."""
    if ticket != "alices":
        raise TicketError("unknown")
    return ALICE


def refused(request: Request) -> HandshakeError:
    """Return how ``request`` is refused."""
    with pytest.raises(HandshakeError) as caught:
        admit(request, origins=ORIGINS, verify=verify)
    return caught.value


def test_a_ticket_opens_all_its_sessions() -> None:
    """On /ws/."""
    assert admit(GOOD, origins=ORIGINS, verify=verify) == Admission(ALICE, None)
    assert Admission(ALICE, None).sessions == (URI, OTHER)


def test_a_ticket_opens_one_session() -> None:
    """On /ws/<uri>, that one alone."""
    admission = admit(replace(GOOD, path=f"/ws/{URI}"), origins=ORIGINS, verify=verify)
    assert admission.sessions == (URI,)


def test_a_program_without_an_origin_is_let_in() -> None:
    """Only browsers send one, and cannot leave it away."""
    assert admit(replace(GOOD, origin=None), origins=ORIGINS, verify=verify).claims == ALICE


@pytest.mark.parametrize("spelling", ["WebSocket", "WEBSOCKET", "h2c, websocket"])
def test_an_upgrade_is_read_as_http_has_it(spelling: str) -> None:
    """Tokens, in any case."""
    assert admit(replace(GOOD, upgrade=spelling), origins=ORIGINS, verify=verify)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"path": "/"}, 404),
        ({"path": "/ws"}, 404),
        ({"path": f"/ws/{URI}/"}, 404),
        ({"path": "/api/chats/"}, 404),
        ({"method": "POST"}, 400),
        ({"http_version": "HTTP/1.0"}, 400),
        ({"upgrade": ""}, 400),
        ({"upgrade": "websockets"}, 400),
        ({"connection": "keep-alive"}, 400),
        ({"has_body": True}, 400),
        ({"key": ""}, 400),
        ({"key": "dGhlIHNhbXBsZSBub25jZ"}, 400),
        ({"key": "c2hvcnQ="}, 400),
        ({"key": "\u00e9" * 24}, 400),
        ({"version": ""}, 426),
        ({"version": "8"}, 426),
        ({"version": "13, 8"}, 426),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://localhost:8001"}, 403),
        ({"origin": "https://localhost:8000"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": ""}, 403),
        ({"protocols": ""}, 400),
        ({"protocols": "ticket.alices"}, 400),
        ({"protocols": "chatire.v2, ticket.alices"}, 400),
        ({"protocols": "chatire.v1"}, 401),
        ({"protocols": "chatire.v1, ticket."}, 401),
        ({"protocols": "chatire.v1, ticket.forged"}, 401),
        ({"protocols": "chatire.v1, ticket.alices, ticket.alices"}, 401),
        ({"path": "/ws/aaaaaaaaaaaaaaa"}, 404),
        ({"path": "/ws/not-a-uri"}, 404),
    ],
)
def test_a_wrong_handshake_is_refused(change: dict[str, object], status: int) -> None:
    """Each wrong has its status."""
    assert refused(replace(GOOD, **change)).status == status  # type: ignore[arg-type]


def test_the_version_that_is_spoken_is_named() -> None:
    """RFC 6455, 4.2.2."""
    assert refused(replace(GOOD, version="7")).headers == {"Sec-WebSocket-Version": "13"}


def test_refusals_come_in_the_order_of_the_contract() -> None:
    """The first wrong decides: a client that mends one after another meets all of them."""
    request = replace(GOOD, upgrade="", version="8", origin="null", protocols="", path="/ws/x")
    met = []
    for mended in (
        {},
        {"upgrade": GOOD.upgrade},
        {"version": GOOD.version},
        {"origin": GOOD.origin},
        {"protocols": "chatire.v1, ticket.forged"},
        {"protocols": GOOD.protocols},
    ):
        request = replace(request, **mended)
        met.append(int(refused(request).status))
    assert met == [400, 426, 403, 400, 401, 404]


def test_no_refusal_repeats_the_ticket() -> None:
    """An answer may be logged by anybody on the way."""
    error = refused(replace(GOOD, protocols="chatire.v1, ticket.secret"))
    assert error.status is HTTPStatus.UNAUTHORIZED
    assert "secret" not in error.detail


def test_a_request_is_read_from_a_wsgi_environ() -> None:
    """An absent Origin is not an empty one; a body is noticed."""
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/ws/", "HTTP_UPGRADE": "websocket"}
    request = Request.from_environ(environ)
    assert (request.origin, request.upgrade, request.has_body) == (None, "websocket", False)
    assert Request.from_environ({"CONTENT_LENGTH": "5"}).has_body
    assert Request.from_environ({"HTTP_TRANSFER_ENCODING": "chunked"}).has_body
    assert not Request.from_environ({"CONTENT_LENGTH": "0"}).has_body
