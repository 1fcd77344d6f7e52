"""One stack at a time: that of the pair whose tests are run now."""

from contextlib import ExitStack
from types import TracebackType
from typing import Self

from ops.postgresql import PostgreSQL
from tests.client_shell import Loop
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
    """Starts what a pair needs, and stops what the one before needed."""

    def __init__(self, loop: Loop) -> None:
        self._loop = loop
        self._started = ExitStack()
        self._scene: Scene | None = None

    def set_for(self, pair: Pair) -> Scene:
        """Return the scene of a pair; it is the last one's, where that was of the same pair."""
        if self._scene is None or self._scene.pair != pair:
            self._clear()
            self._scene = self._build(pair)
        return self._scene

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._clear()

    def _clear(self) -> None:
        self._scene = None
        self._started.close()

    def _build(self, pair: Pair) -> Scene:
        environment = ENVIRONMENT | {"WS_QUEUE_SCOPE": pair.scope}
        database = None
        if pair.database == "PostgreSQL":
            database = self._started.enter_context(PostgreSQL())
            environment["DATABASE_URL"] = database.url
        stack = self._started.enter_context(Stack(environment=environment, ws_flags=WS_FLAGS))
        return Scene(pair, stack, database, self._loop)
