"""Free ports are found, and a taken one is one sentence."""

import socket
from collections.abc import Iterator

import pytest

from ops import nginx, ports
from ops.failures import Failure
from ops.instance import port_of


@pytest.fixture
def taken() -> Iterator[int]:
    """Return a port of 127.0.0.1 on which somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_taken_port_is_named_with_the_way_out(taken: int) -> None:
    """The person reads which port, and how to choose another."""
    with pytest.raises(Failure, match=rf"Port {taken} .* `make run PORT={taken + 1}`"):
        nginx.check_port(taken, f"http://localhost:{taken}")


def test_free_port_passes() -> None:
    """A port that nobody holds is nothing to speak of."""
    port = ports.free_ports(1)[0]
    nginx.check_port(port, f"http://localhost:{port}")


def test_free_ports_are_different() -> None:
    """A node needs three ports, not one three times."""
    assert len(set(ports.free_ports(3))) == 3


@pytest.mark.parametrize("text", ["eighty", "0", "65536", "-1", "80 81"])
def test_port_that_is_none_is_refused(text: str) -> None:
    """A value that is not understood stops the start."""
    with pytest.raises(Failure, match="PORT must be a number"):
        port_of({"PORT": text})


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_loopback_address_is_served_on_loopback_alone(host: str) -> None:
    """What can only be opened here is not offered to the network."""
    assert set(nginx.addresses(f"http://{host}:8000")) <= {"127.0.0.1", "::1"}


def test_public_address_is_served_everywhere() -> None:
    """A name that others know is reached from outside."""
    assert "0.0.0.0" in nginx.addresses("https://chat.example.org")
