"""Faults between a client and the gateway."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from tests.faults.backlog import say_hundreds
from tests.faults.lasting import lasting
from tests.faults.scene import SLOTS, Scene
from tests.live.cast import sign_up
from tests.live.deadline import wait_until
from tests.live.raw_socket import RawSocket

CUT_OFF = 10
"""Clients of the hundred."""

GIVEN_UP = (4001, 1006)
"""Too slow; or nothing, where the Close frame was behind more than it would read."""

PATIENCE_OF_THE_GATEWAY = 12.0
"""Seconds: after ten it gives a client up that takes nothing."""


@contextmanager
def connections_reset(scene: Scene) -> Iterator[None]:
    """RST, in the middle of whatever is being said."""
    for listener in scene.crowd.listeners[:CUT_OFF]:
        listener.reset()
    yield


@contextmanager
def reading_stopped(scene: Scene) -> Iterator[None]:
    """One client takes nothing from its socket, while more is said than any buffer holds."""
    heavy = scene.town.heavy
    slow = next(each for each in scene.crowd.listeners if list(each.cursors) == [heavy])
    slow.stop_reading()
    say_hundreds(scene.stack, scene.town.owner, heavy)
    lasting(PATIENCE_OF_THE_GATEWAY)
    yield
    slow.read_on()
    wait_until(lambda: slow.closes, "it hears that it was given up")
    assert slow.closes[0][0] in GIVEN_UP


@contextmanager
def slots_full(scene: Scene) -> Iterator[None]:
    """Who was cut off finds his place taken, is refused with 503, and comes in later."""
    refused = 0
    with ExitStack() as strangers:
        for number in range(2):
            ticket = sign_up(scene.stack.base_url, f"stranger{number}").rest.ticket()["ticket"]
            for _ in range(SLOTS):
                raw = strangers.enter_context(RawSocket(scene.stack.port))
                refused += raw.handshake(ticket).status == 503
        assert refused, "there was a place for everybody"
        for listener in scene.crowd.listeners[:CUT_OFF]:
            listener.reset()
        yield
