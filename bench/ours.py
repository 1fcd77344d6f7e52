"""Chatire itself as a contestant: one gateway worker, asked without nginx in between.

The peers are measured without a proxy, too. So the worker listens on a TCP port besides its
unix socket.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from bench.contestant import Contestant
from bench.event import template
from bench.processes import family
from bench.publisher import AmqpPublisher
from ops import ports
from tests.live.stack import Stack

SLOTS_BESIDES = 20
"""Above the clients: those that only refuse, and a probe or two."""
SPARE = 2
"""Times the places that there are clients, where there are several workers."""
CIRCLE = 10
"""Members of a session, where there are many sessions."""

SCOPES = ("client", "worker")
LONGEST_BURST = {"client": 1_000, "worker": 4_000}
"""Events; by default a client's queue holds 1,000, its outbox 8,192 (WS_QUEUE_MESSAGES,
WS_OUTBOX_MESSAGES)."""


def new_uri() -> str:
    """Return a session's address."""
    return secrets.token_hex(8)[:15]


class Instance:
    """A whole stack with gateway workers for so many clients, and one application worker."""

    def __init__(self, scope: str, clients: int, *, workers: int = 1) -> None:
        self.port = ports.free_ports(1)[0]
        # Several accept unevenly, and one that is full would refuse.
        places = clients * SPARE // workers if workers > 1 else clients
        flags = (
            f"--processes {workers} --gevent {places + SLOTS_BESIDES}"
            f" --http-socket 127.0.0.1:{self.port}"
        )
        environment = {"WS_QUEUE_SCOPE": scope}
        self.stack = Stack(environment=environment, ws_flags=flags, web_flags="--processes 1")

    def wait_until_ready(self) -> None:
        """Return once the gateway takes clients."""
        self.stack.wait_until(lambda: self.stack.instance.answers("/ws/readyz"), "gateway ready")

    def given(self, uris: list[str], *, is_quiet: bool) -> dict[str, object]:
        """Return what clients of these sessions need to come in."""
        return {"key": self.stack.env["TICKET_KEY"], "uris": uris, "is_quiet": is_quiet}

    def gateway(self) -> list[int]:
        """Return the workers."""
        return self.stack.gateway_workers

    def broker(self) -> list[int]:
        """Return RabbitMQ's processes."""
        return family(self.stack.parts["broker"].pid)


@contextmanager
def run(scope: str, clients: int) -> Iterator[Contestant]:
    """Start an instance of whose clients each is in one large session."""
    instance, uri = Instance(scope, clients), new_uri()
    with (
        instance.stack as stack,
        AmqpPublisher(stack.amqp_url, uri, template(uri)) as publisher,
    ):
        instance.wait_until_ready()
        yield Contestant(
            port=instance.port,
            dialect="chatire",
            given=instance.given([uri], is_quiet=True),
            publisher=publisher,
            server=instance.gateway,
            others={"broker": instance.broker},
            longest_burst=LONGEST_BURST[scope],
        )
