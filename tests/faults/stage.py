"""One stack at a time: that of the pair whose tests are run now."""

from contextlib import ExitStack
from typing import Self

from ops.postgresql import PostgreSQL
from tests.client_shell import Loop
from tests.faults.crowd import found_town
from tests.faults.pairs import Pair
from tests.faults.scene import SLOTS, Scene
from tests.live.stack import Stack

ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
    # What a test would else wait for a minute for.
    "WS_UNUSED_EXCHANGE_AFTER": "1",
}
WS_FLAGS = f"--module tests.faults.gateway --gevent {SLOTS}"


class Stage:
    """Starts what a pair needs, and stops what the one before needed.

    Two pairs of one database share its stack and its town: the gateway alone begins anew.
    """

    def __init__(self, loop: Loop) -> None:
        self._loop = loop
        self._started = ExitStack()
        self._scene: Scene | None = None

    def set_for(self, pair: Pair) -> Scene:
        """Return the scene of a pair; it is the last one's, where that was of the same pair."""
        last = self._scene
        if last is None or last.pair.database != pair.database:
            self._clear()
            self._scene = self._build(pair)
        elif last.pair != pair:
            self._scene = self._change_scope(last, pair)
        assert self._scene is not None
        return self._scene

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._clear()

    def _clear(self) -> None:
        self._scene = None
        self._started.close()

    def _build(self, pair: Pair) -> Scene:
        environment = ENVIRONMENT | scope_of(pair)
        database = None
        if pair.database == "PostgreSQL":
            database = self._started.enter_context(PostgreSQL())
            environment["DATABASE_URL"] = database.url
        stack = self._started.enter_context(Stack(environment=environment, ws_flags=WS_FLAGS))
        return Scene(pair, stack, database, self._loop, found_town(stack.base_url))

    def _change_scope(self, last: Scene, pair: Pair) -> Scene:
        stack = last.stack
        stack.parts["ws"].env |= scope_of(pair)
        stack.restart("ws")
        return Scene(pair, stack, last.postgresql, self._loop, last.town)


def scope_of(pair: Pair) -> dict[str, str]:
    """Return what tells a gateway its queue scope."""
    return {"WS_QUEUE_SCOPE": pair.scope}
