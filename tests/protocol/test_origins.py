import pytest

from chatire.protocol.origins import allowed_hosts, allowed_origins


def test_public_address_is_the_only_origin() -> None:
    """Default ports are left out, as browsers do."""
    assert allowed_origins("https://chat.example.org:443/") == {"https://chat.example.org"}


def test_loopback_address_is_one_place_under_three_names() -> None:
    """Who opens 127.0.0.1 instead of localhost is at home as well."""
    assert allowed_origins("http://localhost:8000") == {
        "http://localhost:8000",
        "http://127.0.0.1:8000",
        "http://[::1]:8000",
    }


def test_host_is_taken_without_its_port() -> None:
    """Django compares host names only."""
    assert allowed_hosts("http://chat.example.org:8000") == ("chat.example.org",)


@pytest.mark.parametrize(
    "address", ["", "chat.example.org", "ftp://x", "http://", "http://x/path", "http://x:port"]
)
def test_address_that_is_none_is_refused(address: str) -> None:
    """A mistyped PUBLIC_URL stops the start instead of locking everybody out."""
    with pytest.raises(ValueError):
        allowed_origins(address)
