"""When clients may ask the application, after something that concerns them all."""

from websocket_server.places import LocalTally
from websocket_server.spread import LONGEST_RETURN, SHORTEST, Spread, moment


def spread(clients: int, *, rate: float) -> Spread:
    """Return the spread over which so many clients come back."""
    tally = LocalTally()
    for user in range(clients):
        tally.add(user)
    return Spread(tally, rate=rate)


def test_many_clients_take_as_long_as_the_application() -> None:
    """A hundred at ten a second are ten seconds; of a part of them less."""
    assert spread(100, rate=10).seconds == 10
    assert spread(100, rate=10).of(30) == 3


def test_a_handful_is_spread_too() -> None:
    """Over two seconds."""
    assert spread(1, rate=50).seconds == SHORTEST


def test_nobody_waits_longer_than_half_a_minute() -> None:
    """However many there are; and they do not all wait as long."""
    waits = [float(spread(100, rate=1).when_to_return()) for _ in range(50)]
    assert all(0 <= wait <= LONGEST_RETURN for wait in waits)
    assert len(set(waits)) > 10


def test_a_moment_is_said_as_the_contract_says_it() -> None:
    """With two digits, and not before what it comes after."""
    assert moment(0.0, after=2.345) in ("2.34", "2.35")
    assert all(2 <= float(moment(3.0, after=2.0)) <= 5 for _ in range(50))
