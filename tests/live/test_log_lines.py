"""What the parts log while people sign up, talk and mistype: where to look, and no secret."""

import re

import pytest
import requests

from tests.live.cast import PASSWORD, Person, meet, sign_up
from tests.live.clients import Connect
from tests.live.deadline import wait_until
from tests.live.raw_socket import RawSocket, frame
from tests.live.stack import Stack
from tests.rest import RefusedError, Rest

CANARY = "canary-5c1f0b"


def test_no_log_holds_a_secret_or_what_people_said(
    stack: Stack, alice: Person, bob: Person, connect: Connect
) -> None:
    """Neither a password, right or wrong, nor a token, a ticket, a title or a text."""
    uri = meet(alice, bob)
    listener = connect(bob, uri=uri, cursors={uri: 0})
    alice.rest.post(uri, CANARY)
    alice.rest.create_session(CANARY)
    listener.wait_posted(uri, [CANARY])
    with pytest.raises(RefusedError):
        Rest(stack.base_url).sign_in(alice.name, CANARY)
    ticket = alice.rest.ticket()["ticket"]
    with RawSocket(stack.port) as raw:
        assert raw.handshake(ticket).status == 101
    with RawSocket(stack.port) as raw:
        assert raw.handshake(f"{CANARY}.forged").status == 401
    forbidden = requests.post(f"{stack.base_url}/setup/{CANARY}/?next={CANARY}", timeout=20)
    assert forbidden.status_code == 403  # a form without its cookie: Django logs the path
    wait_until(lambda: "): /setup/.../" in stack.parts["web"].output, "Django has logged it")
    user = f"user={alice.id} "
    wait_until(lambda: user in stack.parts["ws"].output, "the gateway has logged it")
    logs = "\n".join(part.output for part in stack.parts.values())
    secrets = {CANARY, PASSWORD, ticket, alice.rest.token, bob.rest.token}
    assert not [secret for secret in secrets if secret in logs]


@pytest.mark.parametrize("code", [1000, 1006])
def test_a_sockets_lines_name_its_request_and_connection(stack: Stack, code: int) -> None:
    """The first names both, and the last the same connection, however it ended."""
    carol = sign_up(stack.base_url, "carol")
    with RawSocket(stack.port) as raw:
        assert raw.handshake(carol.rest.ticket()["ticket"]).status == 101
        if code == 1000:
            raw.send(frame(0x8, (1000).to_bytes(2)))
            raw.close_code()
    gateway = stack.parts["ws"]
    pattern = rf"connected connection=(\w{{32}}) user={carol.id} sessions=0 request=\w{{32}}$"
    wait_until(lambda: f"user={carol.id} " in gateway.output, "it has connected")
    [connection] = re.findall(pattern, gateway.output, re.MULTILINE)
    closed = f"closed connection={connection} code={code}"
    wait_until(lambda: closed in gateway.output, "it has left")
