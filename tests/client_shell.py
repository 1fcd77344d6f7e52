"""The reference client on a real network: ``tests.client`` under asyncio and requests.

Sockets and timers of all clients live in one event loop on a thread of its own
(:class:`Loop`), so that a test may hold hundreds of them; a test's own thread
only looks at what has arrived, and waits for it.
"""

import asyncio
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Subprotocol

from chatire.protocol.events import Event, decode, encode
from tests.client import (
    Action,
    Added,
    Apply,
    AskTicket,
    Client,
    Close,
    FetchEvents,
    Open,
    Reload,
    Removed,
    SendFrame,
    Show,
    Stop,
    Sync,
    Timer,
    Wait,
)
from tests.client_chores import Chores
from tests.rest import Json, RefusedError, Rest

CALLS_AT_ONCE = 8
"""Threads for REST calls: hundreds of clients must not make hundreds of requests at once."""


PATIENCE = 20.0
"""Seconds that a test waits, unless it says otherwise: long enough for a busy machine."""


class Loop:
    """An event loop on its own thread, with a small pool for blocking calls."""

    def __init__(self) -> None:
        self.asyncio = asyncio.new_event_loop()
        self.calls = ThreadPoolExecutor(CALLS_AT_ONCE, thread_name_prefix="rest")
        self._thread = threading.Thread(target=self.asyncio.run_forever, name="clients")
        self._thread.start()

    def close(self) -> None:
        """Stop the loop; every client must have been closed before."""
        self.asyncio.call_soon_threadsafe(self.asyncio.stop)
        self._thread.join()
        self.calls.shutdown()
        self.asyncio.close()


class LiveClient:
    """A client of ``rest``'s user. The lists only grow, and may be read from any thread.

    ``events`` were applied, in order; ``frames`` is everything else that was
    received; ``closes`` are (code, reason); ``stopped`` is why it does not come back;
    ``syncs`` counts the answered ones.
    """

    def __init__(
        self,
        loop: Loop,
        rest: Rest,
        *,
        uri: str | None = None,
        cursors: Mapping[str, int] | None = None,
    ) -> None:
        self.rest = rest
        self.events: list[Event] = []
        self.frames: list[Event] = []
        self.closes: list[tuple[int, str]] = []
        self.reloads: list[Reload] = []
        self.added: list[Mapping[str, Any]] = []
        self.removed: list[str] = []
        self.stopped: int | None = None
        self.syncs = 0
        self._loop = loop
        self._core = Client(uri, cursors=cursors)
        self._changed = threading.Condition()
        self._socket: ClientConnection | None = None
        self._chores = Chores(self._on_timer)

    def __repr__(self) -> str:
        return (
            f"<LiveClient {self._core.state.name}, {len(self.events)} events, "
            f"frames {[frame['type'] for frame in self.frames]}, closes {self.closes}, "
            f"logs {self._core.logs}, stopped {self.stopped}>"
        )

    # For the test's thread

    def start(self) -> "LiveClient":
        self._loop.asyncio.call_soon_threadsafe(lambda: self._perform(self._core.start()))
        return self

    def close(self, timeout: float = PATIENCE) -> None:
        """Leave for good, and wait until nothing of this client is left in the loop."""
        asyncio.run_coroutine_threadsafe(self._leave(), self._loop.asyncio).result(timeout)

    def wait_for(self, condition: Callable[[], bool], timeout: float = PATIENCE) -> None:
        """Wait until ``condition`` holds; raise AssertionError with what did arrive."""
        with self._changed:
            if not self._changed.wait_for(condition, timeout):
                raise AssertionError(f"not in {timeout} s: {self}")

    def wait_welcome(self, count: int = 1, timeout: float = PATIENCE) -> None:
        """Wait for the ``count``-th welcome of this client's life."""
        self.wait_for(lambda: len(self.of_type("welcome")) >= count, timeout)

    def wait_posted(self, uri: str, texts: Sequence[str], timeout: float = PATIENCE) -> None:
        """Wait until exactly ``texts`` were posted in ``uri``, each once and in this order."""
        self.wait_for(lambda: len(self.posted(uri)) >= len(texts), timeout)
        assert self.posted(uri) == list(texts)

    def of_type(self, type: str) -> list[Event]:
        return [frame for frame in self.frames if frame["type"] == type]

    def posted(self, uri: str) -> list[str]:
        """Return the texts of the messages that were posted in ``uri``, in order."""
        return [
            event["data"]["message"]
            for event in self.events
            if event["type"] == "message.posted" and event["session"] == uri
        ]

    # In the loop

    def _perform(self, actions: Sequence[Action]) -> None:
        for action in actions:
            self._do(action)
        with self._changed:
            self._changed.notify_all()

    def _do(self, action: Action) -> None:
        match action:
            case AskTicket(uri):
                self._chores.spawn(self._ask_ticket(uri))
            case Open(path, ticket):
                self._chores.spawn(self._hold_socket(path, ticket))
            case SendFrame(frame):
                self._chores.spawn(self._send(encode(frame).decode()))
            case Close():
                self._chores.spawn(self._close_socket())
            case Sync(cursors):
                self._chores.spawn(self._sync(dict(cursors)))
            case FetchEvents(uri, after):
                self._chores.spawn(self._fetch_events(uri, after))
            case Wait():
                self._chores.wait(action)
            case _:
                self._note(action)

    def _note(self, action: Action) -> None:
        match action:
            case Apply(event):
                self.events.append(event)
            case Show(frame):
                self.frames.append(frame)
            case Reload():
                self.reloads.append(action)
            case Added(session):
                self.added.append(session)
            case Removed(uri):
                self.removed.append(uri)
            case Stop(code):
                self.stopped = code

    def _on_timer(self, timer: Timer, uri: str) -> None:
        self._perform(self._core.on_timer(timer, uri))

    async def _call(self, call: Callable[..., Json], *arguments: Any) -> Json:
        return await self._loop.asyncio.run_in_executor(self._loop.calls, call, *arguments)

    async def _ask_ticket(self, uri: str | None) -> None:
        try:
            answer = await self._call(self.rest.ticket, uri)
        except RefusedError as refused:
            wait = float(refused.headers.get("Retry-After", 0))
            self._perform(self._core.on_ticket_refused(refused.status, retry_after=wait))
        except requests.RequestException:
            self._perform(self._core.on_ticket_refused(None))
        else:
            self._perform(
                self._core.on_ticket(answer["ticket"], more=answer["more"], path=answer["path"])
            )

    async def _sync(self, cursors: dict[str, int]) -> None:
        try:
            answer = await self._call(self.rest.sync, cursors)
        except RefusedError as refused:
            self._perform(self._core.on_sync_failed(refused.status))
        except requests.RequestException:
            self._perform(self._core.on_sync_failed(None))
        else:
            self.syncs += 1
            self._perform(self._core.on_sync(answer))

    async def _fetch_events(self, uri: str, after: int) -> None:
        try:
            answer = await self._call(self.rest.events, uri, after)
        except RefusedError as refused:
            gone = refused.response.json() if refused.status == 410 else {}
            self._perform(
                self._core.on_events_failed(uri, refused.status, last_seq=gone.get("last_seq"))
            )
        except requests.RequestException:
            self._perform(self._core.on_events_failed(uri, None))
        else:
            self._perform(self._core.on_events(uri, answer))

    async def _hold_socket(self, path: str, ticket: str) -> None:
        code, reason = 1006, ""
        try:
            async with connect(
                urlunsplit(urlsplit(self.rest.base_url)._replace(scheme="ws", path=path)),
                subprotocols=[Subprotocol("chatire.v1"), Subprotocol(f"ticket.{ticket}")],
                compression=None,
                proxy=None,
                max_size=None,
            ) as socket:
                self._socket = socket
                while True:
                    self._perform(self._core.on_frame(decode(await socket.recv())))
        except ConnectionClosed as closed:
            if closed.rcvd is not None:
                code, reason = closed.rcvd.code, closed.rcvd.reason
        except (OSError, TimeoutError, InvalidHandshake):
            pass  # RefusedError or broken: 1006, as a browser would see it.
        self._socket = None
        self.closes.append((code, reason))
        self._perform(self._core.on_close(code, reason))

    async def _send(self, text: str) -> None:
        if self._socket is not None:
            with suppress(ConnectionClosed):  # The reader reports the close.
                await self._socket.send(text)

    async def _close_socket(self) -> None:
        if self._socket is not None:
            await self._socket.close()

    async def _leave(self) -> None:
        self._perform(self._core.stop())
        await self._chores.finish(within=2)
