"""What opens no socket, asked through nginx; decided in the contract's order."""

import json
import time
from contextlib import ExitStack

from chatire.protocol.tickets import Claims, sign
from tests.live.cast import Person, meet, sign_up
from tests.live.raw_socket import Answer, Headers, RawSocket
from tests.live.stack import Stack

WRONG_URI = "000000000000000"
CONNECTIONS_PER_USER = 100
"""The contract's default."""


def ask(stack: Stack, ticket: str, path: str = "/ws/", headers: Headers | None = None) -> Answer:
    """Return what a handshake is answered."""
    with RawSocket(stack.port) as raw:
        return raw.handshake(ticket, path, headers)


def test_refusals_come_in_the_order_of_the_contract(stack: Stack, alice: Person) -> None:
    """A request in which everything is wrong hears of one fault after the other."""
    path, ticket = f"/ws/{WRONG_URI}", "forged"
    wrong: dict[str, str | None] = {
        "Upgrade": None,
        "Sec-WebSocket-Key": "short",
        "Sec-WebSocket-Version": "8",
        "Origin": "https://evil.example",
        "Sec-WebSocket-Protocol": f"ticket.{ticket}",
    }
    statuses = [ask(stack, ticket, path, dict(wrong)).status]
    for mended in wrong.copy():
        del wrong[mended]
        statuses.append(ask(stack, ticket, path, dict(wrong)).status)
    ticket = alice.rest.ticket()["ticket"]
    statuses.append(ask(stack, ticket, path).status)
    statuses.append(ask(stack, ticket, "/ws/").status)
    assert statuses == [400, 400, 426, 403, 400, 401, 404, 101]


def test_wrong_version_is_told_the_right_one(stack: Stack, alice: Person) -> None:
    """RFC 6455, 4.4."""
    answer = ask(stack, alice.rest.ticket()["ticket"], headers={"Sec-WebSocket-Version": "8"})
    assert answer.headers["sec-websocket-version"] == "13"


def test_page_of_ours_and_a_program_are_let_in(stack: Stack, alice: Person) -> None:
    """An Origin that is ours, or none; the ticket is never sent back."""
    ticket = alice.rest.ticket()["ticket"]
    for origin in (stack.base_url, None):
        answer = ask(stack, ticket, headers={"Origin": origin})
        assert answer.status == 101
        assert answer.headers["sec-websocket-protocol"] == "chatire.v1"


def test_foreign_session_is_not_found(stack: Stack, alice: Person, mallory: Person) -> None:
    """An outsider's ticket does not name it, and cannot be taken for it."""
    uri = meet(alice)
    assert ask(stack, mallory.rest.ticket()["ticket"], f"/ws/{uri}").status == 404


def test_access_token_is_no_ticket(stack: Stack, alice: Person) -> None:
    """Neither a device's key nor a ticket with a broken signature opens a socket."""
    ticket = alice.rest.ticket()["ticket"]
    for forged in (alice.rest.token, ticket[:-4] + "AAAA", ""):
        assert ask(stack, forged).status == 401


def test_ticket_of_400_sessions_fits_through_every_buffer(stack: Stack, alice: Person) -> None:
    """Ten kilobytes in one header: neither nginx nor uWSGI drops it, and all are bound."""
    uris = tuple(f"{number:015x}" for number in range(400))
    user = {"id": alice.id, "username": alice.name, "first_name": "", "last_name": ""}
    claims = Claims(user=user, device="any", sessions=uris, issued_at=time.time())
    with RawSocket(stack.port) as raw:
        assert raw.handshake(sign(claims, key=stack.env["TICKET_KEY"])).status == 101
        assert json.loads(raw.read_frame()[1])["sessions"] == list(uris)


def test_too_many_connections_of_one_user_are_refused(stack: Stack) -> None:
    """429, and Retry-After: not before the limit, and counted over all workers."""
    ticket = sign_up(stack.base_url, "carol").rest.ticket()["ticket"]
    with ExitStack() as sockets:
        answers = [
            sockets.enter_context(RawSocket(stack.port)).handshake(ticket)
            for _ in range(CONNECTIONS_PER_USER + 1)
        ]
    assert [answer.status for answer in answers] == [101] * CONNECTIONS_PER_USER + [429]
    assert int(answers[-1].headers["retry-after"]) > 0
