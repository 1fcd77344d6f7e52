"""The gateway as uWSGI loads it in these tests: the real one, and somebody who counts greenlets.

Each worker answers on a unix socket of its own, `greenlets.<pid>`, with how many greenlets
it has, by what they run. A greenlet that is never seen again is a leak that nothing else shows.
"""

import gc
import json
import os
import socket
from collections import Counter
from pathlib import Path

import gevent
from gevent.server import StreamServer
from greenlet import greenlet

from websocket_server.application import application

__all__ = ["application"]


def count() -> Counter[str]:
    """Return how many greenlets are alive, by the name of what each runs."""
    alive = [each for each in gc.get_objects() if isinstance(each, greenlet) and not each.dead]
    return Counter(_name(each) for each in alive)


def _name(each: greenlet) -> str:
    run = getattr(each, "_run", None)
    return str(getattr(run, "__qualname__", type(each).__name__))


def _answer(connection: socket.socket, _address: object) -> None:
    connection.sendall(json.dumps(count()).encode())
    connection.close()


def _listen() -> StreamServer:
    path = Path(os.environ["RUN_DIR"], f"greenlets.{os.getpid()}")
    listener = gevent.socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.listen()
    server = StreamServer(listener, _answer)
    server.start()
    return server


server = _listen()
