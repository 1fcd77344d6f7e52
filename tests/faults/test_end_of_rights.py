"""A right that ends reaches open sockets at once: at most 100 ms after its commit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import pytest

from chatire.protocol.revocations import RevocationType
from tests.faults import results
from tests.faults.backlog import say_hundreds
from tests.faults.eavesdropper import Eavesdropper, Listen
from tests.faults.ended_rights import committed_at
from tests.faults.pairs import on_pairs_for
from tests.faults.poster import in_background
from tests.faults.results import Removal
from tests.faults.scene import Scene
from tests.live.cast import PASSWORD, Person, meet, sign_up
from tests.live.deadline import wait_until

AT_MOST = 0.1
SAMPLES = 9
STALLED = 3
"""Of each right; they share one flood, and the gateway gives up after ten seconds."""


@dataclass(frozen=True)
class Right:
    """How one ends, and what follows from it."""

    name: str
    type: RevocationType
    code: int
    end: Callable[[Person, Person, str], Any]


RIGHTS = (
    Right(
        "removed from a session",
        RevocationType.MEMBERSHIP,
        4502,
        lambda alice, bob, uri: alice.rest.remove(uri, bob.id),
    ),
    Right("signed out", RevocationType.DEVICE, 4501, lambda alice, bob, uri: bob.rest.sign_out()),
    Right(
        "account deleted",
        RevocationType.ACCOUNT,
        4503,
        lambda alice, bob, uri: bob.rest.call(
            "DELETE", "/auth/users/me/", {"current_password": PASSWORD}
        ),
    ),
)


@on_pairs_for(2)
@pytest.mark.parametrize("right", RIGHTS, ids=lambda right: right.name)
def test_right_that_ends_closes_the_socket_at_once(
    right: Right, scene: Scene, listen: Listen
) -> None:
    """The median of nine, while nobody else is there."""
    alice, *bobs = (sign_up(scene.stack.base_url, "person") for _ in range(SAMPLES + 1))
    uri = meet(alice, *bobs)
    listeners = [listen(bob, uri) for bob in bobs]
    times = [
        until_closed(scene, right, alice, bob, uri, listener)
        for bob, listener in zip(bobs, listeners, strict=True)
    ]
    note(scene, right.name, times)
    assert median(times) <= AT_MOST


@on_pairs_for(3)
def test_right_that_ends_reaches_who_does_not_read_at_once(scene: Scene, listen: Listen) -> None:
    """Hundreds of events are before it in the queue; they are not waited for."""
    alice, *bobs = (sign_up(scene.stack.base_url, "person") for _ in range(9 + 1))
    uri = meet(alice, *bobs)
    listeners = [listen(bob, uri, narrow=True) for bob in bobs]
    say_hundreds(scene.stack, alice, uri)
    medians = []
    for number, right in enumerate(RIGHTS):
        mine = slice(number * STALLED, (number + 1) * STALLED)
        times = [
            until_closed(scene, right, alice, bob, uri, listener)
            for bob, listener in zip(bobs[mine], listeners[mine], strict=True)
        ]
        note(scene, f"{right.name}, not reading", times)
        medians.append(median(times))
    assert max(medians) <= AT_MOST


def until_closed(
    scene: Scene, right: Right, alice: Person, bob: Person, uri: str, listener: Eavesdropper
) -> float:
    """End a right; return the seconds from its commit to the Close frame.

    Who did not read begins to do so at that moment: what he sees next is what the gateway decided.
    """
    ending = in_background(right.end, alice, bob, uri)
    wait_until(
        lambda: committed_at(scene.stack, right.type, user=bob.id), "it is committed", every=0.001
    )
    listener.read_on()
    listener.wait_until_over()
    ending.join()
    assert listener.code == right.code
    began = committed_at(scene.stack, right.type, user=bob.id)
    assert began is not None
    return listener.ended_at - began


def note(scene: Scene, what: str, times: Sequence[float]) -> None:
    """Keep the figures for the summary."""
    milliseconds = [1000 * each for each in times]
    results.removals.append(
        Removal(what, scene.pair.scope, median(milliseconds), max(milliseconds), len(milliseconds))
    )
