"""The cable between a gateway and its broker: it can be cut, and put back."""

import contextlib
import socket
import threading
from typing import Self
from urllib.parse import urlsplit


class Cable:
    """A TCP forwarder on a port of its own."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._target = (parts.hostname, parts.port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        port = self._listener.getsockname()[1]
        self.url = url.replace(f"{parts.hostname}:{parts.port}", f"127.0.0.1:{port}")
        self._ends: list[socket.socket] = []
        self._whole = True
        self._thread = threading.Thread(target=self._accept)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def cut(self) -> None:
        """End every connection, and each new one at once."""
        self._whole = False
        for end in self._ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """Let connections through again."""
        self._whole = True

    def _accept(self) -> None:
        with contextlib.ExitStack() as stack:
            while True:
                try:
                    near = stack.enter_context(self._listener.accept()[0])
                except OSError:
                    return
                if not self._whole:
                    near.close()
                    continue
                far = stack.enter_context(socket.create_connection(self._target))
                self._ends += [near, far]
                for one, other in ((near, far), (far, near)):
                    thread = threading.Thread(target=forward, args=(one, other))
                    thread.start()
                    stack.callback(thread.join)


def forward(source: socket.socket, target: socket.socket) -> None:
    """Pass on what comes until there is an end."""
    with contextlib.suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(data)
        target.shutdown(socket.SHUT_RDWR)
