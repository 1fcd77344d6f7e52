"""Orders on a channel that may die of one."""

import math
from collections.abc import Callable
from typing import Any

from websocket_server.errands import Errand, Errands


class Broker:
    """A broker's side of one channel after another: it answers when it is told to."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.channels = 0
        self.is_connected = True
        self.now = 0.0
        self._answer: Callable[[Any], None]
        self._closed: Callable[[Any, Any], None]

    def open(self, use: Callable[[Any], None]) -> None:
        """Open a channel at once."""
        self.channels += 1
        use(self)

    def add_on_close_callback(self, callback: Callable[[Any, Any], None]) -> None:
        """Remember whom to tell."""
        self._closed = callback

    def declare(self) -> None:
        """Take an order that wants no answer."""
        self.asked.append("declare")

    def bind(self, queue: str, callback: Callable[[Any], None] | None = None) -> None:
        """Take an order that may want one."""
        self.asked.append(queue)
        if callback is not None:
            self._answer = callback

    def say_yes(self) -> None:
        """Answer the last order."""
        self._answer("ok")

    def say_no(self) -> None:
        """Close the channel, as for a 404."""
        self._closed(self, "404")


def errand(name: str, told: list[tuple[str, Any]], *, tries: int = 1, owner: int = 0) -> Errand:
    """Return an errand that tells its end to ``told``."""
    steps = [("declare", {}), ("bind", {"queue": name})]
    return Errand(steps, lambda answer: told.append((name, answer)), tries, owner)


def errands_of(broker: Broker, *, at_once: int = 1) -> Errands:
    """Return the errands that are sent to ``broker``."""
    return Errands(
        broker.open,
        is_connected=lambda: broker.is_connected,
        clock=lambda: broker.now,
        at_once=at_once,
    )


def test_errands_are_done_one_after_another() -> None:
    """The second is sent when the first is answered."""
    broker, told = Broker(), list[tuple[str, Any]]()
    errands = errands_of(broker)
    errands.run(errand("a", told))
    errands.run(errand("b", told))
    assert broker.asked == ["declare", "a"]
    broker.say_yes()
    broker.say_yes()
    assert broker.asked == ["declare", "a", "declare", "b"]
    assert told == [("a", "ok"), ("b", "ok")]


def test_an_errand_that_kills_its_channel_is_tried_again() -> None:
    """From its first step, before those that wait."""
    broker, told = Broker(), list[tuple[str, Any]]()
    errands = errands_of(broker)
    errands.run(errand("a", told, tries=2))
    errands.run(errand("b", told))
    broker.say_no()
    assert broker.asked == ["declare", "a", "declare", "a"]
    broker.say_yes()
    assert told == [("a", "ok")]
    assert broker.channels == 2


def test_an_errand_that_never_succeeds_is_given_up() -> None:
    """It is told so, and the next one has its turn."""
    broker, told = Broker(), list[tuple[str, Any]]()
    errands = errands_of(broker)
    errands.run(errand("a", told, tries=2))
    errands.run(errand("b", told))
    broker.say_no()
    broker.say_no()
    broker.say_yes()
    assert told == [("a", None), ("b", "ok")]


def test_owners_take_turns() -> None:
    """Mallory has asked for a lot before alice came; in each one's own order."""
    broker, told = Broker(), list[tuple[str, Any]]()
    errands = errands_of(broker)
    for name in ("m1", "m2", "m3"):
        errands.run(errand(name, told, owner=666))
    for name in ("a1", "a2"):
        errands.run(errand(name, told, owner=1))
    for _ in range(5):
        broker.say_yes()
    assert [name for name, _ in told] == ["m1", "m2", "a1", "m3", "a2"]


def test_an_errand_is_not_refused_where_the_connection_is_lost() -> None:
    """Whoever waits is told by the loss itself."""
    broker, told = Broker(), list[tuple[str, Any]]()
    errands_of(broker).run(errand("a", told))
    broker.is_connected = False
    broker.say_no()
    assert told == []
    assert broker.channels == 1


def test_how_long_an_answer_is_awaited_is_known() -> None:
    """That is how a broker that hangs is told from one that has nothing to do."""
    broker, told = Broker(), list[tuple[str, Any]]()
    errands = errands_of(broker)
    assert errands.waits_since == math.inf
    broker.now = 7.0
    errands.run(errand("a", told))
    assert errands.waits_since == 7.0
    broker.say_yes()
    assert errands.waits_since == math.inf


def test_what_waits_goes_out_together() -> None:
    """One answer does for all, who are told in their order."""
    broker, told = Broker(), list[tuple[str, Any]]()
    errands = errands_of(broker, at_once=3)
    for name in "abcde":
        errands.run(errand(name, told, owner=ord(name)))
    assert broker.asked == ["declare", "a"]
    broker.say_yes()
    assert broker.asked[2:] == ["declare", "b", "declare", "c", "declare", "d"]
    assert told == [("a", "ok")]
    broker.say_yes()
    broker.say_yes()
    assert told == [(name, "ok") for name in "abcde"]


def test_of_several_that_kill_a_channel_each_is_tried_alone() -> None:
    """The one that does it again is given up, and costs nobody else a try."""
    broker, told = Broker(), list[tuple[str, Any]]()
    errands = errands_of(broker, at_once=3)
    for name in "abcd":
        errands.run(errand(name, told))
    broker.say_yes()
    broker.say_no()
    assert broker.asked[-2:] == ["declare", "b"]
    broker.say_yes()
    broker.say_no()
    assert told == [("a", "ok"), ("b", "ok"), ("c", None)]
    broker.say_yes()
    assert told[-1] == ("d", "ok")
    assert broker.channels == 3


def test_suspect_goes_alone_however_much_waits() -> None:
    """Others go together again behind it."""
    broker, told = Broker(), list[tuple[str, Any]]()
    errands = errands_of(broker, at_once=3)
    errands.run(errand("a", told, tries=2))
    for name in "bc":
        errands.run(errand(name, told))
    broker.say_no()
    assert broker.asked == ["declare", "a"] * 2
    broker.say_yes()
    assert broker.asked[4:] == ["declare", "b", "declare", "c"]
