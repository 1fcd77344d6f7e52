"""Where a fault happens: a running stack of one pair, and the people who live there."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from ops.postgresql import PostgreSQL
from tests.client_shell import Loop
from tests.faults import census
from tests.faults.census import Census
from tests.faults.commits import LAST_WORDS
from tests.faults.crowd import Crowd, Town
from tests.faults.pairs import Pair
from tests.faults.poster import in_background
from tests.live.deadline import wait_until
from tests.live.stack import Stack

SLOTS = 100
"""Of each gateway worker: few, so that they can be filled."""

CLEANED_UP_WITHIN = 90.0
"""Seconds: an exchange that two workers have left in the same moment is the periodic task's."""


@dataclass
class Scene:
    """What a fault needs to know; ``crowd`` is whoever is there now."""

    pair: Pair
    stack: Stack
    postgresql: PostgreSQL | None
    loop: Loop
    town: Town
    before: Census = field(init=False)
    crowd: Crowd = field(init=False)

    def __post_init__(self) -> None:
        with self.gather():  # Whatever is opened once and for all is open now.
            pass
        self.before = census.take(self.stack)
        wait_until(self._is_quiet, "the stack comes to rest", timeout=30, every=0.2)

    def gather(self) -> Crowd:
        """Return everybody; they come and talk while the context lasts."""
        self.crowd = Crowd(self.town, self.loop)
        return self.crowd

    def die_after_committing(
        self, words: str, call: Callable[..., object], *arguments: object
    ) -> None:
        """Make a call; who commits something with ``words`` in it dies before he publishes it."""
        last_words = self.stack.directory / LAST_WORDS
        last_words.write_text(words)
        calling = in_background(call, *arguments)
        wait_until(lambda: not last_words.exists(), "somebody died of his last words", every=0.002)
        calling.join()

    def speak_last_words(self) -> None:
        """Have the last message of a session committed by a process that then dies at once."""
        text = f"last words {uuid.uuid4()}"
        self.die_after_committing(text, self.town.people[1].rest.post, self.town.quiet, text)
        self.crowd.last_words_in.add(self.town.quiet)

    def leaks(self) -> list[str]:
        """Return what is more than before; at last, since leaving takes a moment."""
        found: list[str] = []

        def none() -> bool:
            found[:] = census.take(self.stack).leaks(self.before)
            return not found

        try:
            wait_until(none, "nothing is left", timeout=CLEANED_UP_WITHIN, every=0.5)
        except AssertionError:
            return found
        return []

    def _is_quiet(self) -> bool:
        """Take the census until it is the same twice: who has gone may still be cleaned up."""
        previous, self.before = self.before, census.take(self.stack)
        return not previous.leaks(self.before) and not self.before.leaks(previous)
