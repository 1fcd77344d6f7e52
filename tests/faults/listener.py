"""One of a hundred: a client that keeps of each event only that it came, and when."""

import asyncio
import socket
import struct
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import TypeVar

from tests.client import Action, Apply
from tests.client_shell import LiveClient, Loop
from tests.faults.journal import Journal
from tests.rest import Rest

RESET = struct.pack("ii", 1, 0)
"""SO_LINGER on, for no time: close() sends RST and throws away what was not sent (socket(7))."""

T = TypeVar("T")


class Listener(LiveClient):
    """``seqs`` are what it applied, in order; ``applied_at`` is when it did so last."""

    def __init__(
        self,
        loop: Loop,
        rest: Rest,
        journal: Journal,
        *,
        cursors: Mapping[str, int],
        uri: str | None = None,
    ) -> None:
        super().__init__(loop, rest, uri=uri, cursors=cursors)
        self.cursors = dict(cursors)
        self.seqs: dict[str, list[int]] = defaultdict(list)
        self.applied_at = 0.0
        self._journal = journal

    def has(self, last: Mapping[str, int]) -> bool:
        """Say whether it has got as far as ``last`` in those sessions of it that are named."""
        mine = ((uri, seq) for uri, seq in last.items() if uri in self.cursors)
        return all((self.seqs[uri] or [0])[-1] >= seq for uri, seq in mine)

    def reset(self) -> None:
        """Cut the TCP connection by RST, as a network does that has lost its mind."""
        self._in_loop(self._reset)

    def stop_reading(self) -> None:
        """Take nothing more from the kernel: its buffers fill, then the gateway's."""
        self._in_loop(lambda: self._transport().pause_reading())

    def read_on(self) -> None:
        """Take what came meanwhile."""
        self._in_loop(lambda: self._transport().resume_reading())

    def _reset(self) -> None:
        raw = self._transport().get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self._transport().abort()

    def _transport(self) -> asyncio.Transport:
        assert self._socket is not None, "not connected"
        transport = self._socket.transport
        assert isinstance(transport, asyncio.Transport)
        return transport

    def _in_loop(self, call: Callable[[], T]) -> T:
        async def run() -> T:
            return call()

        return asyncio.run_coroutine_threadsafe(run(), self._loop.asyncio).result(10)

    def _note(self, action: Action) -> None:
        if isinstance(action, Apply):
            self.seqs[action.event["session"]].append(action.event["seq"])
            self.applied_at = time.monotonic()
            self._journal.note(action.event)
        else:
            super()._note(action)
