"""A circuit breaker: who finds something away spares the others the waiting.

Thread-safe. It logs one warning when it opens and one line when it closes,
whatever happens in between.
"""

import logging
import threading
import time
from collections.abc import Callable

RETRY = 2.0
"""Seconds between two tries while it is open."""


class Circuit:
    def __init__(
        self, name: str, *, logger: logging.Logger, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """``name`` is what the log calls the thing; ``clock`` gives seconds."""
        self._name = name
        self._logger = logger
        self._clock = clock
        self._lock = threading.Lock()
        self._opened_at: float | None = None
        self._retry_at = 0.0

    @property
    def is_open(self) -> bool:
        return self._opened_at is not None

    def may_try(self) -> bool:
        """Tell whether to try: always while closed, and one caller in RETRY seconds while open."""
        if not self.is_open:
            return True
        with self._lock:
            now = self._clock()
            if now < self._retry_at:
                return False
            self._retry_at = now + RETRY
            return True

    def open(self, reason: str) -> None:
        """Note that it is away."""
        with self._lock:
            now = self._clock()
            self._retry_at = now + RETRY
            if self._opened_at is not None:
                return
            self._opened_at = now
        self._logger.warning("%s does not answer; it is tried again: %s", self._name, reason)

    def close(self) -> bool:
        """Note that it is there; True for the one caller by whom it came back."""
        if not self.is_open:
            return False
        with self._lock:
            if self._opened_at is None:
                return False
            away = self._clock() - self._opened_at
            self._opened_at = None
        self._logger.info("%s answers again after %.1f s", self._name, away)
        return True
