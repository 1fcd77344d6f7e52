"""uWSGI, and nothing but uWSGI: the only file that imports it.

uWSGI accepts, holds the slots and parses the headers. Its own `websocket_recv` is
not safe on a public socket (one stray continuation frame ends the worker), so from
the handshake on the raw socket is ours, and no uWSGI call that touches the request is
made any more. Nor does it shake hands: its `websocket_handshake` keeps a buffer of 4 KB
for as long as the socket lives.
"""

import socket
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

import uwsgi
from gevent import monkey

from websocket_server.errors import HandshakeError
from websocket_server.handshake import Request, accept
from websocket_server.probes import Answer, Probes

StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]
Admitted = TypeVar("Admitted")

STEP_BACK = 0.02
"""Seconds. With three of four workers full, nginx's 40 tries then last a quarter of a second."""

NO_HEADERS: Mapping[str, str] = MappingProxyType({})

_CACHE, _ROWS = "connections", "metrics"
"""Named by `cache2` in uwsgi-ws.ini."""

# Not gevent's: every send and receive here is non-blocking, and in C.
_stop = monkey.get_original("time", "sleep")
_RawSocket = monkey.get_original("socket", "socket")


class Host(Protocol[Admitted]):
    """Who takes the clients in: the gateway, or what tries this file without it."""

    @property
    def is_full(self) -> bool:
        """Tell whether all places of this process are taken."""

    def admitted(self, request: Request) -> AbstractContextManager[Admitted]:
        """Hold a place while the context lasts; HandshakeError where there is none."""

    def serve(self, sock: socket.socket, admission: Admitted) -> None:
        """Serve a socket that has shaken hands until it has ended, and leave it open."""


def slots() -> int:
    """Return how many requests this worker holds at once: the `--gevent` that counts."""
    return int(uwsgi.cores)


def mercy() -> float:
    """Return the seconds after which uWSGI kills a worker that it has told to end."""
    given = uwsgi.opt.get("worker-reload-mercy", b"60")
    return float(given[-1] if isinstance(given, list) else given)


def worker_name() -> str:
    """Return what the broker's operator reads of this worker."""
    return f"chatire gateway worker {uwsgi.worker_id()}"


def at_exit(stop: Callable[[], None]) -> None:
    """Call ``stop`` when the worker was told to end."""
    uwsgi.atexit = stop


def application(
    host: Host[Admitted], tally: "SharedTally", probes: Probes | None = None
) -> Application:
    """Return the WSGI callable that lets clients in to ``host``; ``probes`` are no clients."""

    def respond(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        request = Request.from_environ(environ)
        # uWSGI keeps it for as long as the socket lives: 4 KB of each that are read once.
        environ.clear()
        told = probes.answer(request) if probes else None
        if told is not None:
            return _tell(told, start_response)
        try:
            with host.admitted(request) as admission:
                _refuse_early_bytes()
                opening = accept(request)
                del request  # a kilobyte, with its ticket
                sock = _RawSocket(fileno=uwsgi.connection_fd())
                try:
                    if _takes(sock, opening):
                        host.serve(sock, admission)
                finally:
                    sock.detach()  # uWSGI closes the descriptor
        except HandshakeError as refusal:
            answer = Answer(
                refusal.status, "text/plain; charset=utf-8", f"{refusal.detail}\n".encode()
            )
            return _tell(answer, start_response, headers=refusal.headers)
        return []

    def _tell(
        answer: Answer, start_response: StartResponse, *, headers: Mapping[str, str] = NO_HEADERS
    ) -> Iterable[bytes]:
        _begin(answer, start_response, headers)
        # Not while the broker is away: all refuse then, and would only stop one another.
        full = answer.status is HTTPStatus.SERVICE_UNAVAILABLE and host.is_full
        if full and tally.has_room_elsewhere():
            return _step_back(answer.body)
        return [answer.body]

    return respond


def _refuse_early_bytes() -> None:
    """Refuse a client that did not wait for the handshake's end (RFC 6455, 4.1).

    What it sent may have been read together with the headers, and uWSGI gives
    it to nobody: its first frames would be lost, or half of one. nginx keeps
    such bytes back until the upgrade, so only a direct connection can get here.
    """
    try:
        early = uwsgi.chunked_read_nb()
    except OSError:
        early = b"not a chunk"
    if early is not None:
        raise HandshakeError(HTTPStatus.BAD_REQUEST, "Frames came before the handshake had ended.")


def _takes(sock: socket.socket, opening: bytes) -> bool:
    """Send the first bytes, for which the kernel has room; False where the peer is gone."""
    try:
        sock.sendall(opening)
    except OSError:
        return False
    return True


def _begin(answer: Answer, start_response: StartResponse, headers: Mapping[str, str]) -> None:
    start_response(
        f"{answer.status.value} {answer.status.phrase}",
        [
            ("Content-Type", answer.content_type),
            ("Content-Length", str(len(answer.body))),
            ("Cache-Control", "no-store"),
            ("Connection", "close"),
            *headers.items(),
        ],
    )


def _step_back(body: bytes) -> Iterator[bytes]:
    """Answer, and let another worker win the race for nginx's next try.

    All workers accept on one socket, and the one that has just refused is awake
    already: it would win again and again. Stopping this process, hub and all,
    for a moment after the answer is out lets one come first that has room.
    """
    yield body
    _stop(STEP_BACK)


class SharedTally:
    """Counts connections of each user and worker over all workers, in uWSGI's shared memory.

    Each worker writes counters of its own and reads everybody's, so the
    counters of a worker that was killed are set right by its successor.
    """

    def __init__(self, *, places: int) -> None:
        """``places``: how many connections a worker takes."""
        self._places = places
        self._worker = uwsgi.worker_id()
        mine = f"{self._worker}:".encode()
        for key in uwsgi.cache_keys(_CACHE):
            if bytes(key).startswith(mine):
                uwsgi.cache_del(key, _CACHE)

    def add(self, user_id: int) -> int:
        """Count one more, and return how many there are now."""
        uwsgi.cache_inc(f"{self._worker}:{user_id}", 1, 0, _CACHE)
        uwsgi.cache_inc(f"{self._worker}:all", 1, 0, _CACHE)
        return sum(self._counts(str(user_id)))

    def remove(self, user_id: int) -> None:
        """Count one less."""
        key = f"{self._worker}:{user_id}"
        uwsgi.cache_dec(f"{self._worker}:all", 1, 0, _CACHE)
        uwsgi.cache_dec(key, 1, 0, _CACHE)
        if not uwsgi.cache_num(key, _CACHE):
            uwsgi.cache_del(key, _CACHE)

    def total(self) -> int:
        """Return how many connections there are of all users."""
        return sum(self._counts("all"))

    def retire(self) -> None:
        """Tell the other workers that this one takes no more; its successor takes it back."""
        uwsgi.cache_update(f"{self._worker}:retired", b"1", 0, _CACHE)

    def others_take(self) -> bool:
        """Tell whether another worker still takes connections."""
        workers = range(1, uwsgi.numproc + 1)
        return any(
            worker != self._worker and not uwsgi.cache_exists(f"{worker}:retired", _CACHE)
            for worker in workers
        )

    def has_room_elsewhere(self) -> bool:
        """Tell whether another worker would take a connection that this one refuses."""
        return any(taken < self._places for taken in self._counts("all"))

    def _counts(self, what: str) -> list[int]:
        workers = range(1, uwsgi.numproc + 1)
        return [uwsgi.cache_num(f"{worker}:{what}", _CACHE) for worker in workers]


class SharedRows:
    """The metrics of all workers, in uWSGI's shared memory; they outlive their worker."""

    def __init__(self) -> None:
        self._mine = str(uwsgi.worker_id())

    def mine(self) -> Sequence[int]:
        """Return what this worker, or its predecessor, has written last; nothing at first."""
        return _row(self._mine)

    def write(self, row: Sequence[int]) -> None:
        """Replace this worker's row."""
        uwsgi.cache_update(self._mine, array("q", row).tobytes(), 0, _ROWS)

    def all(self) -> Sequence[Sequence[int]]:
        """Return the rows of all workers that have written one."""
        rows = (_row(str(worker)) for worker in range(1, uwsgi.numproc + 1))
        return [row for row in rows if row]


def _row(worker: str) -> Sequence[int]:
    return array("q", uwsgi.cache_get(worker, _ROWS) or b"")
