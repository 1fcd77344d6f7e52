"""What was heard, and by whom; and the truth, from the log that REST serves."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.rest import Rest

Place = tuple[str, int]
Event = Mapping[str, Any]


@dataclass
class Journal:
    """Every event that anybody heard, once; and whether two heard different things."""

    events: dict[Place, Event] = field(default_factory=dict)
    contradictions: list[tuple[Event, Event]] = field(default_factory=list)

    def note(self, event: Event) -> None:
        """Write down one that somebody has applied."""
        first = self.events.setdefault((event["session"], event["seq"]), event)
        if first != event:
            self.contradictions.append((first, event))


def truth(rest: Rest, cursors: Mapping[str, int]) -> dict[str, list[Event]]:
    """Return what each session's log holds after its cursor, asked page by page."""
    logs: dict[str, list[Event]] = defaultdict(list)
    for uri, cursor in cursors.items():
        after, more = cursor, True
        while more:
            page = rest.call("GET", f"/api/chats/{uri}/events/", after=after, limit=200)
            logs[uri] += page["events"]
            more = page["has_more"]
            after = logs[uri][-1]["seq"] if logs[uri] else cursor
    return logs
