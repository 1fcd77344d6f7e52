"""How many frames a client may send."""

from websocket_server.allowance import Allowance


def test_a_burst_is_let_through_and_no_more() -> None:
    """A hundred at once, and not one more."""
    allowance = Allowance(rate=20, burst=100, now=0)
    assert [allowance.take(0.0) for _ in range(101)] == [True] * 100 + [False]


def test_the_average_rate_is_let_through_for_ever() -> None:
    """Twenty a second, for minutes."""
    allowance = Allowance(rate=20, burst=100, now=0)
    assert all(allowance.take(at / 20) for at in range(6_000))


def test_more_than_the_average_is_stopped() -> None:
    """Thirty a second run out in ten seconds."""
    allowance = Allowance(rate=20, burst=100, now=0)
    assert not all(allowance.take(at / 30) for at in range(400))


def test_rest_gives_back_the_burst_and_no_more() -> None:
    """An hour of silence is not saved up."""
    allowance = Allowance(rate=20, burst=100, now=0)
    for _ in range(100):
        allowance.take(0.0)
    assert [allowance.take(3600.0) for _ in range(101)].count(True) == 100
