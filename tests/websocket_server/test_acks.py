"""Deliveries that are done, told to the broker in few words."""

from hypothesis import given
from hypothesis import strategies as st

from websocket_server.acks import Acks


def test_what_is_done_in_one_turn_is_told_at_once() -> None:
    acks = _of(4)

    assert [acks.finish(tag) for tag in (1, 2, 3)] == [True, False, False]

    assert acks.take() == [(3, True)]
    assert acks.take() == []


def test_order_does_not_matter() -> None:
    acks = _of(3)
    for tag in (3, 1, 2):
        acks.finish(tag)

    assert acks.take() == [(3, True)]


def test_a_slow_client_holds_nobody_else_up() -> None:
    acks = _of(4)
    for tag in (1, 3, 4):
        acks.finish(tag)

    assert acks.take() == [(1, True), (3, False), (4, False)]

    acks.finish(2)

    assert acks.take() == [(2, True)]


def test_each_turn_is_announced_once() -> None:
    acks = _of(2)
    assert acks.finish(1)
    acks.take()

    assert acks.finish(2)


@given(st.integers(1, 30).flatmap(lambda count: st.permutations(range(1, count + 1))), st.data())
def test_the_broker_hears_of_each_delivery_once(order: list[int], data: st.DataObject) -> None:
    """As RabbitMQ takes them: a tag that is not outstanding would close the channel."""
    acks = _of(len(order))
    outstanding = set(order)
    finished = set()
    for tag in order:
        acks.finish(tag)
        finished.add(tag)
        if data.draw(st.booleans()):
            _settle(acks, outstanding)
            assert outstanding == set(order) - finished
    _settle(acks, outstanding)

    assert not outstanding


def _of(count: int) -> Acks:
    """Return the acks of a channel on which so many deliveries have come."""
    acks = Acks()
    for tag in range(1, count + 1):
        acks.hold(tag)
    return acks


def _settle(acks: Acks, outstanding: set[int]) -> None:
    """Take from ``outstanding`` what the broker is told."""
    for tag, multiple in acks.take():
        assert tag in outstanding
        outstanding -= {each for each in outstanding if each <= tag} if multiple else {tag}
