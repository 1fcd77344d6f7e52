"""How many connections a user has."""

from websocket_server.places import LocalTally


def test_connections_are_counted_for_each_user() -> None:
    """alice's do not count for bob."""
    tally = LocalTally()
    assert [tally.add(1), tally.add(1), tally.add(2)] == [1, 2, 1]


def test_a_connection_that_ended_is_counted_no_more() -> None:
    """And a user without any takes no room."""
    tally = LocalTally()
    tally.add(1)
    tally.remove(1)
    assert tally.add(1) == 1
