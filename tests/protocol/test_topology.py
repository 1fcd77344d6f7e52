import pytest

from chatire.protocol import topology


def test_session_exchange_is_a_fanout_named_by_the_uri() -> None:
    """The publisher and the gateway find each other by the uri alone."""
    assert topology.session_exchange("fe662fd9de834fc").declaration() == {
        "exchange": "fe662fd9de834fc",
        "exchange_type": "fanout",
        "durable": False,
        "auto_delete": False,
    }


@pytest.mark.parametrize(
    "name",
    ["", "amq.fanout", "chatire.control", "FE662FD9DE834FC", "fe662fd9de834f", "fe662fd9de834fc\n"],
)
def test_session_exchange_refuses_what_is_no_uri(name: str) -> None:
    """No name from outside reaches an exchange that is not a session's."""
    with pytest.raises(ValueError, match="not a chat session's uri"):
        topology.session_exchange(name)
