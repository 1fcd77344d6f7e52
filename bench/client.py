"""The reference client, a thousand at a time: `tests.client` under asyncio's protocols."""

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import Iterable

from bench.http import Http, Json
from bench.socket import Socket
from tests.client import (
    Action,
    Apply,
    AskTicket,
    Client,
    Close,
    FetchEvents,
    Open,
    SendFrame,
    Show,
    Stop,
    Sync,
    Timer,
    Wait,
)
from tests.client_chores import Chores


class BenchClient:
    """One client of the user whose ``token`` it is, on the application behind ``http``.

    ``seqs`` are the places of the events that were applied, by session; ``moments``
    are (monotonic seconds, what happened), of all that is no event.
    """

    def __init__(self, http: Http, ws: tuple[str, int], token: str) -> None:
        self.seqs: defaultdict[str, list[int]] = defaultdict(list)
        self.moments: list[tuple[float, str]] = []
        self.stopped: int | None = None
        self._core = Client()
        self._http = http
        self._ws = ws
        self._token = token
        self._socket: Socket | None = None
        self._chores = Chores(self._on_timer)

    def start(self) -> None:
        """Come, and stay."""
        self._perform(self._core.start())

    def close(self) -> None:
        """Leave for good."""
        self._perform(self._core.stop())
        self._chores.cancel()

    def knows(self, uri: str) -> bool:
        """Tell whether it follows a session's log."""
        return uri in self._core.logs.cursors()

    def last(self, what: str) -> float | None:
        """Return when something happened last."""
        return next((at for at, each in reversed(self.moments) if each == what), None)

    def _note(self, what: str) -> None:
        self.moments.append((time.monotonic(), what))

    def _perform(self, actions: Iterable[Action]) -> None:
        for action in actions:
            match action:
                case Apply(event):
                    self.seqs[event["session"]].append(event["seq"])
                case Show(frame):
                    self._note(frame["type"])
                case Wait():
                    self._chores.wait(action)
                case Stop(code):
                    self.stopped = code
                case SendFrame() | Close():
                    self._write(action)
                case _:
                    self._ask(action)

    def _write(self, action: SendFrame | Close) -> None:
        if self._socket is None:
            return
        if isinstance(action, Close):
            self._socket.close()
        else:
            self._socket.send(json.dumps(action.frame).encode())

    def _ask(self, action: Action) -> None:
        match action:
            case AskTicket(uri):
                self._chores.spawn(self._ask_ticket(uri))
            case Open(path, ticket):
                self._chores.spawn(self._open(path, ticket))
            case Sync(cursors):
                self._chores.spawn(self._sync(dict(cursors)))
            case FetchEvents(uri, after):
                self._chores.spawn(self._fetch(uri, after))

    def _on_timer(self, timer: Timer, uri: str) -> None:
        self._perform(self._core.on_timer(timer, uri))

    async def _call(self, method: str, path: str, body: Json | None = None) -> tuple[int, Json]:
        """Return status and answer; status 0 where none came."""
        try:
            return await self._http.call(method, path, body, token=self._token)
        except ConnectionError:
            return 0, {}

    async def _ask_ticket(self, uri: str | None) -> None:
        status, answer = await self._call("POST", "/api/tickets/", {"uri": uri} if uri else {})
        self._note("ticket" if status == 200 else f"ticket refused {status}")
        if status == 200:
            answer = {name: answer[name] for name in ("ticket", "more", "path")}
            self._perform(self._core.on_ticket(**answer))
        else:
            self._perform(self._core.on_ticket_refused(status or None))

    async def _open(self, path: str, ticket: str) -> None:
        loop = asyncio.get_running_loop()
        socket = Socket(path, ticket, on_text=self._on_text, on_end=self._on_end)
        try:
            await loop.create_connection(lambda: socket, *self._ws)
        except OSError:
            self._on_end(1006, "")
        else:
            self._socket = socket

    async def _sync(self, cursors: dict[str, int]) -> None:
        status, answer = await self._call("POST", "/api/sync/", {"sessions": cursors})
        self._note("synced" if status == 200 else f"sync refused {status}")
        if status == 200:
            self._perform(self._core.on_sync(answer))
        else:
            self._perform(self._core.on_sync_failed(status or None))

    async def _fetch(self, uri: str, after: int) -> None:
        status, answer = await self._call("GET", f"/api/chats/{uri}/events/?after={after}")
        if status == 200:
            self._perform(self._core.on_events(uri, answer))
        else:
            last_seq = answer.get("last_seq")
            self._perform(self._core.on_events_failed(uri, status or None, last_seq=last_seq))

    def _on_text(self, payload: bytes) -> None:
        self._perform(self._core.on_frame(json.loads(payload)))

    def _on_end(self, code: int, reason: str) -> None:
        self._socket = None
        self._note(f"closed {code}")
        self._perform(self._core.on_close(code, reason))
