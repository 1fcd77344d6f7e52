"""One session's events: what was applied, and what came too early."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from chatire.protocol.events import Event


@dataclass(slots=True)
class SessionLog:
    """``applied`` is None until the session's place in its log is known; ``owed``
    tells that there is more than it has, though no event has come that shows it."""

    applied: int | None = None
    held: dict[int, Event] = field(default_factory=dict)
    catching_up: bool = False
    owed: bool = False

    def take(self, events: Iterable[Event]) -> list[Event]:
        """Return those events, and those held back, whose turn has come."""
        for event in events:
            self.held.setdefault(event["seq"], event)
        if self.applied is None:
            return []
        ready = []
        while (due := self.held.pop(self.applied + 1, None)) is not None:
            ready.append(due)
            self.applied += 1
        self.held = {seq: event for seq, event in self.held.items() if seq > self.applied}
        return ready

    def start(self, seq: int) -> list[Event]:
        """Go on after ``seq``; return the held events whose turn has come."""
        self.applied = seq
        return self.take([])

    @property
    def has_gap(self) -> bool:
        return self.applied is not None and bool(self.held)

    @property
    def is_behind(self) -> bool:
        return self.has_gap or self.owed
