"""uWSGI, and nothing but uWSGI: the only file that imports it.

uWSGI accepts, holds the slots, parses the headers and shakes hands. Its own
`websocket_recv` is not safe on a public socket (one stray continuation frame
ends the worker), so from the handshake on the raw socket is ours, and no uWSGI
call that touches the request is made any more.
"""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

import uwsgi
from gevent import monkey

from websocket_server.errors import HandshakeError
from websocket_server.gateway import Gateway
from websocket_server.handshake import SUBPROTOCOL, Request

StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]

_CACHE = "connections"
"""Named by `cache2` in uwsgi-ws.ini."""

# Not gevent's: every send and receive here is non-blocking, and in C.
_RawSocket = monkey.get_original("socket", "socket")


def slots() -> int:
    """Return how many requests this worker holds at once: the `--gevent` that counts."""
    return int(uwsgi.cores)


def worker_name() -> str:
    """Return what the broker's operator reads of this worker."""
    return f"chatire gateway worker {uwsgi.worker_id()}"


def at_exit(stop: Callable[[], None]) -> None:
    """Call ``stop`` when the worker was told to end."""
    uwsgi.atexit = stop


def application(gateway: Gateway) -> Application:
    """Return the WSGI callable that lets clients into ``gateway``."""

    def respond(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        try:
            with gateway.admitted(Request.from_environ(environ)) as admission:
                _refuse_early_bytes()
                # Without a subprotocol named here it would echo the ticket.
                uwsgi.websocket_handshake("", "", SUBPROTOCOL)
                sock = _RawSocket(fileno=uwsgi.connection_fd())
                try:
                    gateway.serve(sock, admission)
                finally:
                    sock.detach()  # uWSGI closes the descriptor
        except HandshakeError as refusal:
            return _refuse(refusal, start_response)
        return []

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


def _refuse(refusal: HandshakeError, start_response: StartResponse) -> Iterable[bytes]:
    body = f"{refusal.detail}\n".encode()
    start_response(
        f"{refusal.status.value} {refusal.status.phrase}",
        [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("Connection", "close"),
            *refusal.headers.items(),
        ],
    )
    return [body]


class SharedTally:
    """Counts each user's connections over all workers, in uWSGI's shared memory.

    Each worker writes counters of its own and reads everybody's, so the
    counters of a worker that was killed are set right by its successor.
    """

    def __init__(self) -> None:
        self._worker = uwsgi.worker_id()
        mine = f"{self._worker}:".encode()
        for key in uwsgi.cache_keys(_CACHE):
            if bytes(key).startswith(mine):
                uwsgi.cache_del(key, _CACHE)

    def add(self, user_id: int) -> int:
        """Count one more, and return how many there are now."""
        uwsgi.cache_inc(f"{self._worker}:{user_id}", 1, 0, _CACHE)
        workers = range(1, uwsgi.numproc + 1)
        return sum(uwsgi.cache_num(f"{worker}:{user_id}", _CACHE) for worker in workers)

    def remove(self, user_id: int) -> None:
        """Count one less."""
        key = f"{self._worker}:{user_id}"
        uwsgi.cache_dec(key, 1, 0, _CACHE)
        if not uwsgi.cache_num(key, _CACHE):
            uwsgi.cache_del(key, _CACHE)
