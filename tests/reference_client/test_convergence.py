"""Whatever a network does, the reference client ends with every event once, in order."""

from dataclasses import dataclass, field
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from chatire.protocol.events import Event
from tests.client import (
    Action,
    Added,
    Apply,
    AskTicket,
    Client,
    FetchEvents,
    Open,
    Reload,
    SendFrame,
    State,
    Sync,
    Wait,
)

FIRST = ("0123456789abcde", "fedcba987654321")
LATER = ("aaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbb", "ccccccccccccccc")
"""Sessions that the user is in at first, and such as he joins on the way."""
URIS = FIRST + LATER
PAGE = 3
"""Events an answer holds at most: small, so that ``has_more`` is common."""


Call = AskTicket | Open | SendFrame | Sync | FetchEvents


@dataclass
class Server:
    """The application's logs, of which it has forgotten what lies before ``kept``.

    ``joined`` are the user's sessions; ``tickets`` what each ticket names.
    """

    logs: dict[str, list[Event]] = field(default_factory=lambda: {uri: [] for uri in URIS})
    kept: dict[str, int] = field(default_factory=lambda: dict.fromkeys(URIS, 0))
    joined: set[str] = field(default_factory=lambda: set(FIRST))
    tickets: dict[str, set[str]] = field(default_factory=dict)

    def ticket(self) -> str:
        name = f"t{len(self.tickets)}"
        self.tickets[name] = set(self.joined)
        return name

    def commit(self, uri: str) -> Event:
        seq = len(self.logs[uri]) + 1
        event = {"type": "message.posted", "session": uri, "seq": seq, "at": "", "data": {}}
        self.logs[uri].append(event)
        return event

    def events(self, uri: str, after: int) -> dict[str, Any]:
        last_seq = len(self.logs[uri])
        if after < self.kept[uri]:
            return {"reset": True, "last_seq": last_seq}
        page = self.logs[uri][after : after + PAGE]
        return {"events": page, "last_seq": last_seq, "has_more": after + PAGE < last_seq}

    def sync(self, cursors: dict[str, int]) -> dict[str, Any]:
        parts = {uri: self.events(uri, after) for uri, after in cursors.items()}
        added = [self.session(uri) for uri in sorted(self.joined - set(cursors))]
        return {"sessions": parts, "removed": [], "added": added}

    def session(self, uri: str) -> dict[str, Any]:
        return {"uri": uri, "last_seq": len(self.logs[uri])}


class Network(RuleBasedStateMachine):
    """Delivers, repeats, reorders and loses; answers late, out of order, or not at all.

    ``sent`` are deliveries on the socket, ``bound`` the sessions of which there
    are any, ``asked`` the calls that the client has made; a call is answered with
    what the log holds at a moment of its own.
    """

    @initialize(start=st.integers(0, 2))
    def connect_first(self, start: int) -> None:
        self.server = Server()
        for uri in URIS:
            for _ in range(start):
                self.server.commit(uri)
        self.client = Client(cursors=dict.fromkeys(FIRST, start))
        self.seen: dict[str, list[int]] = {uri: [] for uri in URIS}
        self.begin: dict[str, int] = dict.fromkeys(URIS, start)
        self.bound: set[str] = set()
        self.sent: list[Event] = []
        self.asked: list[Call] = []
        self.answers: list[tuple[Sync | FetchEvents, dict[str, Any]]] = []
        self.timers: list[Wait] = []
        self.perform(self.client.start())

    def perform(self, actions: list[Action]) -> None:
        for action in actions:
            match action:
                case Apply(event):
                    self.seen[event["session"]].append(event["seq"])
                case Reload(uri, last_seq):
                    self.seen[uri], self.begin[uri] = [], last_seq
                case Added({"uri": uri, "last_seq": last_seq}):
                    self.begin[uri] = last_seq
                case Wait():
                    self.timers.append(action)
                case AskTicket() | Open() | SendFrame() | Sync() | FetchEvents():
                    self.asked.append(action)

    @rule(uri=st.sampled_from(URIS), count=st.integers(1, 5))
    def commit(self, uri: str, count: int) -> None:
        events = [self.server.commit(uri) for _ in range(count)]
        if uri in self.bound:
            self.sent += events

    @rule(uri=st.sampled_from(LATER))
    def join(self, uri: str) -> None:
        """A gateway tells the user whom it knows; of another it hears for nothing."""
        if uri in self.server.joined:
            return
        self.server.joined.add(uri)
        if self.client.state is State.WELCOMED:
            self.bound.add(uri)
            data = self.server.session(uri)
            self.perform(self.client.on_frame({"type": "session.added", "data": data}))

    @precondition(lambda self: self.opening)
    @rule(uri=st.sampled_from(LATER))
    def join_too_late_for_the_ticket(self, uri: str) -> None:
        self.join(uri)
        (opening,) = self.opening
        self.asked.remove(opening)
        self.succeed(opening)

    @property
    def opening(self) -> list[Open]:
        """Sockets whose ticket was issued, and which no gateway knows of yet."""
        return [call for call in self.asked if isinstance(call, Open)]

    @precondition(lambda self: self.sent)
    @rule(data=st.data(), again=st.booleans())
    def deliver(self, data: st.DataObject, *, again: bool) -> None:
        place = data.draw(st.integers(0, len(self.sent) - 1))
        event = self.sent[place] if again else self.sent.pop(place)
        self.perform(self.client.on_frame(event))

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def lose(self, data: st.DataObject) -> None:
        self.sent.pop(data.draw(st.integers(0, len(self.sent) - 1)))

    @precondition(lambda self: self.asked)
    @rule(data=st.data(), fails=st.booleans())
    def answer(self, data: st.DataObject, *, fails: bool) -> None:
        action = self.asked.pop(data.draw(st.integers(0, len(self.asked) - 1)))
        self.fail(action) if fails else self.succeed(action)

    def fail(self, action: Call) -> None:
        match action:
            case AskTicket():
                self.perform(self.client.on_ticket_refused(503))
            case Open():
                self.perform(self.client.on_close(1006))
            case SendFrame():  # older than the control queue of a broker that has come back
                self.perform(self.client.on_frame({"type": "error"}))
                self.lose_the_broker()
            case Sync():
                self.perform(self.client.on_sync_failed(None))
            case FetchEvents(uri):
                self.perform(self.client.on_events_failed(uri, None))

    def succeed(self, action: Call) -> None:
        match action:
            case AskTicket():
                self.perform(self.client.on_ticket(self.server.ticket(), more=[], path="/ws/"))
            case Open(_, ticket) | SendFrame({"ticket": ticket}):
                self.bound |= self.server.tickets[ticket]
                welcome = {"type": "welcome", "sessions": sorted(self.bound)}
                self.perform(self.client.on_frame(welcome))
            case Sync(cursors):
                self.answers.append((action, self.server.sync(dict(cursors))))
            case FetchEvents(uri, after):
                self.answers.append((action, self.server.events(uri, after)))

    @precondition(lambda self: self.answers)
    @rule(data=st.data())
    def arrive(self, data: st.DataObject) -> None:
        self.bring(*self.answers.pop(data.draw(st.integers(0, len(self.answers) - 1))))

    def bring(self, action: Sync | FetchEvents, answer: dict[str, Any]) -> None:
        if isinstance(action, Sync):
            self.perform(self.client.on_sync(answer))
        elif answer.get("reset"):
            last_seq = answer["last_seq"]
            self.perform(self.client.on_events_failed(action.uri, 410, last_seq=last_seq))
        else:
            self.perform(self.client.on_events(action.uri, answer))

    @precondition(lambda self: self.timers)
    @rule(data=st.data())
    def elapse(self, data: st.DataObject) -> None:
        wait = self.timers.pop(data.draw(st.integers(0, len(self.timers) - 1)))
        self.perform(self.client.on_timer(wait.timer, wait.uri))

    @precondition(lambda self: self.client.state is State.WELCOMED)
    @rule(code=st.sampled_from([1001, 1006, 1012, 4001, 4002]))
    def disconnect(self, code: int) -> None:
        self.sent.clear()
        self.bound.clear()
        self.asked = [call for call in self.asked if not isinstance(call, SendFrame)]
        self.perform(self.client.on_close(code, "0.1"))

    @precondition(lambda self: self.client.state is State.WELCOMED)
    @rule()
    def lose_the_broker(self) -> None:
        """It has come back, without a queue; old claims bind nothing."""
        self.sent.clear()
        self.bound.clear()
        self.perform(self.client.on_frame({"type": "authorise", "within": 2}))

    @precondition(lambda self: self.client.state is State.WELCOMED)
    @rule()
    def overflow(self) -> None:
        self.sent.clear()
        self.perform(self.client.on_frame({"type": "resync", "within": 2}))

    @rule(uri=st.sampled_from(URIS), back=st.integers(0, 6))
    def forget(self, uri: str, back: int) -> None:
        """Retention drops the log's beginning; nobody is told."""
        kept = max(self.server.kept[uri], len(self.server.logs[uri]) - back)
        self.server.kept[uri] = kept

    @invariant()
    def every_log_is_gapless(self) -> None:
        for uri, seqs in self.seen.items():
            first = self.begin[uri] + 1
            assert seqs == list(range(first, first + len(seqs)))

    def teardown(self) -> None:
        """The network heals: after one more sync nothing is missing."""
        self.sent.clear()
        self.perform(self.client.start())
        while self.asked or self.answers or self.timers:
            if self.answers:
                self.bring(*self.answers.pop(0))
            elif self.asked:
                self.succeed(self.asked.pop(0))
            else:
                wait = self.timers.pop(0)
                self.perform(self.client.on_timer(wait.timer, wait.uri))
        self.every_log_is_gapless()
        for uri in self.server.joined:
            assert self.begin[uri] + len(self.seen[uri]) == len(self.server.logs[uri])
        # And what is committed from here on arrives.
        assert self.bound == self.server.joined


TestNetwork = Network.TestCase
TestNetwork.settings = settings(max_examples=100, stateful_step_count=50, deadline=None)
