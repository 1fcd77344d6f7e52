"""How a worker leaves: it takes no more clients, and sends away those that are here."""

import logging
import time
from collections.abc import Iterable

import gevent

from chatire.protocol.close_codes import CloseCode
from websocket_server.client import Client
from websocket_server.drain import Drain
from websocket_server.hub import Hub
from websocket_server.places import Tally
from websocket_server.spread import LONGEST_RETURN, SHORTEST, Spread, moment

logger = logging.getLogger(__name__)

LOOK_EVERY = 0.1
"""Seconds between two looks at whose turn it is."""

NEW_PROCESS_AFTER = 2.0
"""Seconds that a gateway takes which is started anew: nobody need come back earlier."""


class Departure:
    """Of the worker whose clients are in ``hub``; a drain lasts ``within`` seconds at most."""

    def __init__(self, hub: Hub[Client], tally: Tally, *, spread: Spread, within: float) -> None:
        self.has_begun = False
        self._hub = hub
        self._tally = tally
        self._spread = spread
        self._within = within

    def drain(self) -> None:
        """Send the clients to the other workers, one after another; returns when all are told.

        Where all workers leave there is nobody to go to, and nothing to wait for.
        """
        if self.has_begun:
            return
        self._begin()
        clients = list(self._hub)
        needed = self._spread.of(len(clients))
        within = min(needed, self._within)
        # What the mercy leaves no time for is left to the clients' own wait.
        rest = min(LONGEST_RETURN, max(SHORTEST, needed - within))
        logger.info("leaving connections=%d within=%.1f", len(clients), within)
        drain = Drain(clients, began=time.monotonic(), within=within)
        while not drain.is_over:
            if not self._tally.others_take():
                self._send_away(drain.rest())
            for client in drain.due(time.monotonic()):
                client.close(CloseCode.RESTARTING, moment(rest))
            gevent.sleep(LOOK_EVERY)

    def at_once(self) -> None:
        """Send all away in this moment."""
        self._begin()
        self._send_away(list(self._hub))

    def _begin(self) -> None:
        self.has_begun = True
        self._tally.retire()

    def _send_away(self, clients: Iterable[Client]) -> None:
        """Close all of them: this gateway ends, and another begins."""
        within = min(LONGEST_RETURN - NEW_PROCESS_AFTER, self._spread.seconds)
        for client in clients:
            client.close(CloseCode.RESTARTING, moment(within, after=NEW_PROCESS_AFTER))
