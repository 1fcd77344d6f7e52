"""The environment: what is understood, and what stops the start."""

import pytest

from websocket_server.config import read
from websocket_server.errors import ConfigError

GOOD = {"AMQP_URL": "amqp://localhost", "TICKET_KEY": "k" * 32}


def test_the_defaults_are_the_contracts() -> None:
    """A hundred connections a user, a ping every 25 s."""
    config = read(GOOD)
    assert (config.heartbeat, config.connections_per_user, config.reserved_slots) == (25, 100, 4)
    assert "http://localhost:8000" in config.origins


def test_values_are_read() -> None:
    """Numbers, and origins from the one public address."""
    config = read(
        {
            **GOOD,
            "WS_HEARTBEAT": "0.5",
            "WS_MAX_CONNECTIONS_PER_USER": "3",
            "WS_RESERVED_SLOTS": "8",
            "PUBLIC_URL": "https://chat.example.org",
        }
    )
    assert (config.heartbeat, config.connections_per_user, config.reserved_slots) == (0.5, 3, 8)
    assert config.origins == {"https://chat.example.org"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AMQP_URL", ""),
        ("AMQP_URL", "http://localhost"),
        ("TICKET_KEY", ""),
        ("TICKET_KEY", "short"),
        ("PUBLIC_URL", "chat.example.org"),
        ("WS_HEARTBEAT", "soon"),
        ("WS_HEARTBEAT", "0"),
        ("WS_HEARTBEAT", "-1"),
        ("WS_HEARTBEAT", "nan"),
        ("WS_MAX_CONNECTIONS_PER_USER", "many"),
        ("WS_MAX_CONNECTIONS_PER_USER", "0"),
        ("WS_RESERVED_SLOTS", "4.5"),
        ("WS_RESERVED_SLOTS", "\u00b2"),
        ("WS_PREFETCH", "10000"),
    ],
)
def test_a_value_that_is_not_understood_is_named(name: str, value: str) -> None:
    """In one sentence, with the variable's name."""
    with pytest.raises(ConfigError, match=name):
        read({**GOOD, name: value})


def test_a_drain_leaves_its_last_clients_their_time() -> None:
    """Ten seconds before uWSGI loses its patience everybody has been told."""
    assert read({**GOOD, "WS_DRAIN_WITHIN": "20"}, mercy=30).drain_within == 20
    with pytest.raises(ConfigError, match="worker-reload-mercy, which is 30 s"):
        read({**GOOD, "WS_DRAIN_WITHIN": "21"}, mercy=30)
