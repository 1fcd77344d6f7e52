"""What the parts log while people sign up, talk and mistype: where to look, and no secret."""

import re

import pytest

from tests.live.cast import PASSWORD, Person, meet
from tests.live.clients import Connect
from tests.live.deadline import wait_until
from tests.live.raw_socket import RawSocket
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
    user = f"user={alice.id} "
    wait_until(lambda: user in stack.parts["ws"].output, "the gateway has logged it")
    logs = "\n".join(part.output for part in stack.parts.values())
    secrets = {CANARY, PASSWORD, ticket, alice.rest.token, bob.rest.token}
    assert not [secret for secret in secrets if secret in logs]


def test_a_sockets_lines_name_its_request_and_connection(
    stack: Stack, alice: Person, connect: Connect
) -> None:
    """The first names both, and the last the same connection."""
    client = connect(alice)
    wait_until(lambda: f"user={alice.id} " in stack.parts["ws"].output, "it has connected")
    client.close()
    pattern = rf"connected connection=(\w{{32}}) user={alice.id} sessions=0 request=\w{{32}}$"
    [connection] = re.findall(pattern, stack.parts["ws"].output, re.MULTILINE)
    closed = f"closed connection={connection} code=1000"
    wait_until(lambda: closed in stack.parts["ws"].output, "it has left")
