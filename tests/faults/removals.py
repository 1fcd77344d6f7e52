"""What the tests of removals share: who is removed, how one knows that nothing more comes."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.faults.eavesdropper import Eavesdropper
from tests.faults.journal import truth
from tests.faults.scene import Scene
from tests.live.cast import Person, meet
from tests.live.deadline import wait_until


def heard_after_leaving(
    alice: Person, bob: Person, uri: str, *listeners: Eavesdropper
) -> list[int]:
    """Return the places of the events that bob's sockets heard, and that followed his removal."""
    log = truth(alice.rest, {uri: 0})[uri]
    left = max(
        event["seq"]
        for event in log
        if event["type"] == "member.left" and event["data"]["id"] == bob.id
    )
    return [seq for each in listeners for seq in each.events(uri) if seq >= left]


def wait_for_the_end(alice: Person, bob: Person, *listeners: Eavesdropper) -> None:
    """Return when each has heard, of another session, what was said after everything else.

    What has not come by then of the session in question will never come.
    """
    uri = meet(alice, bob)
    for listener in listeners:
        wait_until(_knows(listener, uri), "bob hears of another session")
    seq = alice.rest.post(uri, "the end")["seq"]
    for listener in listeners:
        wait_until(_has(listener, uri, seq), "bob hears the end")


def _knows(listener: Eavesdropper, uri: str) -> Callable[[], bool]:
    return lambda: any(frame["data"]["uri"] == uri for frame in listener.of_type("session.added"))


def _has(listener: Eavesdropper, uri: str, seq: int) -> Callable[[], bool]:
    return lambda: seq in listener.events(uri)


@contextmanager
def frozen_gateway(scene: Scene) -> Iterator[None]:
    """Stop all of the gateway: what comes waits in its sockets, in order."""
    scene.stack.parts["ws"].pause()
    try:
        yield
    finally:
        scene.stack.parts["ws"].resume()


@contextmanager
def flood(person: Person, uri: str) -> Iterator[None]:
    """Have eight threads post without a pause."""
    enough = threading.Event()

    def post() -> None:
        while not enough.is_set():
            person.rest.post(uri, "more")

    threads = [threading.Thread(target=post) for _ in range(8)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        enough.set()
        for thread in threads:
            thread.join()
