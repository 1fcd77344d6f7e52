"""Which address a request counts for."""

import pytest
from django.test import RequestFactory

from accounts.addresses import client_address


@pytest.mark.parametrize(
    ("remote", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_address_is_what_one_subscriber_holds(remote: str, counted: str) -> None:
    """One IPv4 address, or the 2^64 of an IPv6 network."""
    assert client_address(RequestFactory(REMOTE_ADDR=remote).get("/")) == counted
