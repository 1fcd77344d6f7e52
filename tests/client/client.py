"""The client itself: its connection, and what it asks of the application."""

from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import Any

from chatire.protocol.events import Event, UserType
from tests.client.actions import (
    Action,
    AskTicket,
    Close,
    Open,
    SendFrame,
    Show,
    Stop,
    Sync,
    Timer,
    Wait,
)
from tests.client.bindings import Bindings
from tests.client.comeback import Comeback
from tests.client.logs import Logs


class State(Enum):
    """Where the connection stands."""

    WAITING = auto()
    ASKING = auto()
    OPENING = auto()
    WELCOMED = auto()
    STOPPED = auto()


class Client:
    """One user's client, of all his sessions or (with ``uri``) of one.

    ``cursors`` are the places in the logs up to which he has everything.
    """

    def __init__(self, uri: str | None = None, *, cursors: Mapping[str, int] | None = None) -> None:
        self.uri = uri
        self.state = State.WAITING
        self.logs = Logs(uri, cursors or {})
        self._bindings = Bindings()
        self._comeback = Comeback()
        self._more: list[str] = []
        self._renewing = False
        self._syncing = False
        self._sync_again = False

    # The connection

    def start(self) -> list[Action]:
        """Begin, or try again now: the network is back, the page is visible."""
        if self.state is State.WELCOMED:
            return self._sync()
        if self.state is not State.WAITING:
            return []
        self.state = State.ASKING
        return [AskTicket(self.uri)]

    def stop(self) -> list[Action]:
        """End for good, by one's own wish."""
        opened = self.state in (State.OPENING, State.WELCOMED)
        self.state = State.STOPPED
        return [Close()] if opened else []

    def on_ticket(self, ticket: str, *, more: Sequence[str], path: str) -> list[Action]:
        """A ticket opens the socket, or renews the claims of the one that is open."""
        if self.state is State.WELCOMED:
            if self._renewing:  # old claims bind nothing any more
                self._bindings.clear()
            self._renewing = False
            return self._present([ticket, *more])
        if self.state is not State.ASKING:
            return []
        self.state = State.OPENING
        self._more = list(more)
        self._renewing = False
        self._bindings.clear()
        return [Open(path, ticket)]

    def on_ticket_refused(
        self, status: int | None, *, retry_after: float | None = None
    ) -> list[Action]:
        """``status`` is None where no answer came; 401 and 404 are final."""
        if status in (401, 404):
            return self._give_up(status)
        timer = Timer.RENEW if self.state is State.WELCOMED else Timer.RECONNECT
        if timer is Timer.RECONNECT:
            self.state = State.WAITING
        return [self._comeback.back_off(timer, at_least=retry_after)]

    def on_close(self, code: int, reason: str = "") -> list[Action]:
        """The socket is closed; 1006 stands for a refused or broken one too."""
        if self.state is State.STOPPED:
            return []
        after = self._comeback.after_close(code, reason)
        self.state = State.STOPPED if isinstance(after, Stop) else State.WAITING
        return [after]

    def on_timer(self, timer: Timer, uri: str = "") -> list[Action]:
        """A wait is over. One whose reason has gone does nothing."""
        if self.state is State.STOPPED:
            return []
        match timer:
            case Timer.RECONNECT:
                return self.start() if self.state is State.WAITING else []
            case Timer.RENEW:
                return [AskTicket(self.uri)] if self.state is State.WELCOMED else []
            case Timer.SYNC:
                return self._sync()
            case Timer.GAP:
                return self.logs.on_gap(uri)

    # What the socket says

    def on_frame(self, frame: Event) -> list[Action]:
        """A text frame came; one of an unknown type is shown, and harms nothing."""
        if "seq" in frame:
            return self.logs.take(frame["session"], [frame])
        actions: list[Action] = [Show(frame)]
        match frame["type"]:
            case "welcome":
                actions += self._on_welcome(frame["sessions"])
            case "resync":
                # Also where it names sessions: one call asks for all of them.
                actions.append(Wait(Timer.SYNC, 0, frame["within"]))
            case "authorise":
                self._renewing = True
                actions.append(Wait(Timer.RENEW, 0, frame["within"]))
            case "error":
                self._bindings.on_error()
            case UserType.SESSION_ADDED:
                self._bindings.on_added(frame["data"]["uri"])
                actions += self.logs.add(frame["data"]) + self._sync()
            case UserType.SESSION_REMOVED:
                self._bindings.on_removed(frame["data"]["uri"])
                actions += self.logs.forget(frame["data"]["uri"])
                actions += self._sync() if self._syncing else []
        return actions

    def _on_welcome(self, sessions: Sequence[str]) -> list[Action]:
        self.state = State.WELCOMED
        self._bindings.on_welcome(sessions)
        tickets = self._present(self._more)
        self._more = []
        return tickets + self._sync()

    def _present(self, tickets: Sequence[str]) -> list[Action]:
        for _ in tickets:
            self._bindings.on_presented()
        return [SendFrame({"type": "ticket", "ticket": ticket}) for ticket in tickets]

    # What the calls answer

    def on_sync(self, answer: Mapping[str, Any]) -> list[Action]:
        """All that was missed. An answer overtaken by a change is asked for again."""
        self._syncing = False
        self._comeback.on_success()
        actions: list[Action] = []
        for uri, part in answer["sessions"].items():
            actions += self.logs.on_part(uri, part)
        if self._sync_again:
            return actions + self._sync()
        for uri in answer["removed"]:
            actions += self.logs.forget(uri)
        for session in answer["added"]:
            actions += self.logs.add(session)
        return actions + self._compare(answer)

    def _compare(self, answer: Mapping[str, Any]) -> list[Action]:
        """Ask for the binding of what the sync named and no welcome did."""
        if self.state is not State.WELCOMED or self.uri is not None:
            return []
        named = [*answer["sessions"], *(session["uri"] for session in answer["added"])]
        return [AskTicket(None)] if self._bindings.should_ask(named) else []

    def on_sync_failed(self, status: int | None) -> list[Action]:
        self._syncing = False
        if status == 401:
            return self._give_up(status)
        return [self._comeback.back_off(Timer.SYNC)]

    def on_events(self, uri: str, answer: Mapping[str, Any]) -> list[Action]:
        return self.logs.on_part(uri, answer)

    def on_events_failed(
        self, uri: str, status: int | None, *, last_seq: int | None = None
    ) -> list[Action]:
        """410 carries the ``last_seq`` to go on from; 404 says one is out."""
        if status == 401:
            return self._give_up(status)
        if status == 404:
            return self.logs.forget(uri)
        if status == 410 and last_seq is not None:
            return self.logs.on_part(uri, {"reset": True, "last_seq": last_seq})
        self.logs.on_failed(uri)
        return [self._comeback.back_off(Timer.GAP, uri=uri)]

    def _sync(self) -> list[Action]:
        """One sync is under way at a time: the last to be asked for sees everything."""
        self._sync_again = self._syncing
        if self._syncing:
            return []
        self._syncing = True
        return [Sync(self.logs.cursors())]

    def _give_up(self, code: int) -> list[Action]:
        opened = self.state is State.WELCOMED
        self.state = State.STOPPED
        return [Close(), Stop(code)] if opened else [Stop(code)]
