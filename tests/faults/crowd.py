"""Ten who post and a hundred who listen, in one process."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from tests.client_shell import Loop
from tests.faults.journal import Event, Journal, truth
from tests.faults.listener import Listener
from tests.faults.poster import Poster, say
from tests.live.cast import Person, meet, sign_up
from tests.live.deadline import wait_until

PEOPLE = 10
EACH_LISTENS = 10
ON_ONE_SESSION = 2
"""Of the ten listeners of a person, who hear one session alone, at ``/ws/<uri>``."""

BUSY_SESSIONS = 5


@dataclass(frozen=True)
class Town:
    """Who lives in a stack, and where they meet.

    In ``quiet`` everybody is, and nobody talks; in ``heavy`` are the first and the last.
    """

    people: Sequence[Person]
    busy: Sequence[str]
    quiet: str
    heavy: str

    @property
    def owner(self) -> Person:
        """Return who may read all sessions."""
        return self.people[0]

    def sessions_of(self, number: int) -> list[str]:
        """Return the sessions of the person of that number."""
        heavy = [self.heavy] if number in (0, PEOPLE - 1) else []
        return [*heavy, *self.talks_in(number), self.quiet]

    @property
    def sessions(self) -> list[str]:
        """Return all there are."""
        return [*self.busy, self.quiet, self.heavy]

    def talks_in(self, number: int) -> list[str]:
        """Return two busy sessions; all of them to the owner."""
        if number == 0:
            return list(self.busy)
        return [self.busy[(number + step) % BUSY_SESSIONS] for step in (0, 1)]


def found_town(base_url: str) -> Town:
    """Sign everybody up and let them meet."""
    people = [sign_up(base_url, f"person{number}") for number in range(PEOPLE)]
    town = Town(
        people=people,
        busy=[meet(people[0]) for _ in range(BUSY_SESSIONS)],
        quiet=meet(*people),
        heavy=meet(people[0], people[-1]),
    )
    for number in range(1, PEOPLE):
        for uri in town.talks_in(number):
            people[number].rest.join(uri, people[number].name)
    return town


class Crowd:
    """Everybody of a town, connected and talking for as long as the context lasts."""

    def __init__(self, town: Town, loop: Loop) -> None:
        self.town = town
        self.journal = Journal()
        self.listeners: list[Listener] = []
        self.posters: list[Poster] = []
        self.last_words_in: set[str] = set()
        self._refused: list[str] = []
        self._loop = loop
        self._starts: dict[str, int] = {}

    def __enter__(self) -> Self:
        try:
            self._come()
        except BaseException:
            self._leave()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._leave()

    def wait_until_it_flows(self) -> None:
        """Return once everybody has heard something new in a busy session."""
        wait_until(self._flows, "messages flow", timeout=30)

    def stop_posting(self) -> None:
        """Have every poster finish, so that nothing comes any more that would show a gap."""
        for poster in self.posters:
            poster.stop()
        for poster in self.posters:
            poster.join()

    def say_the_end(self) -> None:
        """Have every session end with a message from after the fault, for all to hear.

        But one that has had its last words: nothing may follow that would show a gap.
        """
        for uri in set(self.town.sessions) - self.last_words_in:
            say(self.town.owner, uri, "the end", refused=self._refused)

    def wait_until_all_have_all(self, *, timeout: float) -> float:
        """Return when (monotonic) the last listener had got the last event."""
        logs = self._truth()
        last = {uri: events[-1]["seq"] for uri, events in logs.items() if events}
        wait_until(
            lambda: all(each.has(last) for each in self.listeners),
            "everybody has everything",
            timeout=timeout,
        )
        return max(each.applied_at for each in self.listeners)

    def complaints(self) -> list[str]:
        """Compare what everybody heard with the truth; return what is wrong."""
        wrong = [f"two heard different things: {pair}" for pair in self.journal.contradictions]
        refused = [each for poster in self.posters for each in poster.refused]
        wrong += [f"refused: {each}" for each in (*refused, *self._refused)]
        wrong += [f"{each} had to reload" for each in self.listeners if each.reloads]
        wrong += [f"{each} gave up" for each in self.listeners if each.stopped is not None]
        for uri, events in self._truth().items():
            wrong += self._differences(uri, events)
        return wrong

    def _differences(self, uri: str, events: Sequence[Event]) -> Iterator[str]:
        seqs = [event["seq"] for event in events]
        first = self._starts[uri] + 1
        if seqs != list(range(first, first + len(events))):
            yield f"the log of {uri} has a gap: {seqs}"
        for event in events:
            heard = self.journal.events.get((uri, event["seq"]))
            if heard != event:
                yield f"heard {heard}, but the log says {event}"
        for listener in self.listeners:
            if uri in listener.cursors and listener.seqs[uri] != seqs:
                yield f"{listener} heard {listener.seqs[uri]} of {uri}, not {seqs}"

    def _truth(self) -> dict[str, list[Event]]:
        return truth(self.town.owner.rest, self._starts)

    def _come(self) -> None:
        town = self.town
        self._starts = {uri: town.owner.rest.session(uri)["last_seq"] for uri in town.sessions}
        for number, person in enumerate(town.people):
            uris = town.sessions_of(number)
            for count in range(EACH_LISTENS):
                only = uris[count] if count < ON_ONE_SESSION else None
                self.listeners.append(self._listener(person, [only] if only else uris, only))
        for listener in self.listeners:
            listener.start()
        for listener in self.listeners:
            listener.wait_for(lambda each=listener: each.syncs > 0, 60)  # type: ignore[misc]
        self.posters = [
            Poster(person, town.talks_in(number)[0]) for number, person in enumerate(town.people)
        ]
        for poster in self.posters:
            poster.start()
        self.wait_until_it_flows()

    def _leave(self) -> None:
        self.stop_posting()
        for listener in self.listeners:
            listener.close()

    def _listener(self, person: Person, uris: Sequence[str], only: str | None) -> Listener:
        cursors = {uri: self._starts[uri] for uri in uris}
        return Listener(self._loop, person.rest, self.journal, cursors=cursors, uri=only)

    def _flows(self) -> bool:
        now = time.monotonic()
        lively = [
            each for each in self.listeners if not set(self.town.busy).isdisjoint(each.cursors)
        ]
        return all(now - each.applied_at < 5 for each in lively)
