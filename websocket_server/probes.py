"""What programs that watch over a gateway ask it by plain HTTP: alive, ready, how much.

Not of the contract: nginx.conf shows it to this machine alone.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from http import HTTPStatus

from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from websocket_server.handshake import Request


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether a worker takes new clients, and why not."""

    broker: bool
    """RabbitMQ answers, and the control queue is heard."""
    draining: bool
    """It has been told to leave."""
    places: int
    """How many connections more it takes."""

    @property
    def is_ready(self) -> bool:
        """Tell whether a client that came now would be let in."""
        return self.broker and not self.draining and self.places > 0


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer."""

    status: HTTPStatus
    content_type: str
    body: bytes


class Probes:
    """Answers operators' paths; ``readiness`` and ``metrics`` tell how it is at the moment."""

    def __init__(self, readiness: Callable[[], Readiness], metrics: Callable[[], bytes]) -> None:
        self._readiness = readiness
        self._metrics = metrics
        self._answers: Mapping[str, Callable[[], Answer]] = {
            "/healthz": self._health,
            "/readyz": self._ready,
            "/metrics": self._numbers,
        }

    def answer(self, request: Request) -> Answer | None:
        """Return the answer to a GET of one of its paths, None to anything else."""
        answer = self._answers.get(request.path) if request.method == "GET" else None
        return answer() if answer else None

    def _health(self) -> Answer:
        """The loop runs: nothing else is asked, and nothing else would a restart mend."""
        return _json(HTTPStatus.OK, {"status": "ok"})

    def _ready(self) -> Answer:
        readiness = self._readiness()
        status = HTTPStatus.OK if readiness.is_ready else HTTPStatus.SERVICE_UNAVAILABLE
        return _json(status, {"ready": readiness.is_ready, **asdict(readiness)})

    def _numbers(self) -> Answer:
        return Answer(HTTPStatus.OK, CONTENT_TYPE_PLAIN_0_0_4, self._metrics())


def _json(status: HTTPStatus, content: Mapping[str, object]) -> Answer:
    return Answer(status, "application/json", json.dumps(content).encode() + b"\n")
