"""Losses are told at most once a second."""

import math

from websocket_server.losses import Losses


def test_nothing_lost_is_nothing_to_tell() -> None:
    """Nor anything to wait for."""
    losses = Losses()
    assert (losses.deadline, losses.take(5.0)) == (math.inf, [])


def test_a_session_is_told_once_however_much_of_it_was_lost() -> None:
    """And again when more is lost after it was told."""
    losses = Losses()
    for _ in range(3):
        losses.add("tea", 5.0)
    assert (losses.take(5.0), losses.take(5.0)) == (["tea"], [])
    losses.add("tea", 5.5)
    assert (losses.deadline, losses.take(5.9), losses.take(6.0)) == (6.0, [], ["tea"])


def test_a_loss_long_after_the_last_is_told_at_once() -> None:
    """The pause is between two, not before each."""
    losses = Losses()
    losses.add("tea", 0.0)
    losses.take(0.0)
    losses.add("tea", 60.0)
    assert losses.take(60.0) == ["tea"]
