"""The gateway without uWSGI: a server of forty lines in its place.

`python -m tests.websocket_server.plain_gevent_server <socket path>`, with the
gateway's environment.
"""

from gevent import monkey

monkey.patch_all()

import logging  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402

import gevent  # noqa: E402
from gevent import socket  # noqa: E402
from gevent.server import StreamServer  # noqa: E402

from websocket_server import config  # noqa: E402
from websocket_server.errors import HandshakeError  # noqa: E402
from websocket_server.gateway import Gateway  # noqa: E402
from websocket_server.handshake import Request, accept  # noqa: E402
from websocket_server.metrics import LocalRows  # noqa: E402
from websocket_server.places import LocalTally  # noqa: E402


def environ(sock: socket.socket) -> dict[str, str]:
    """Read a request's head, a byte at a time: what follows belongs to the gateway."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += sock.recv(1)
    first, *lines = head.decode().split("\r\n")
    method, path, version = first.split()
    headers = (line.partition(":") for line in lines if line)
    return {"REQUEST_METHOD": method, "PATH_INFO": path, "SERVER_PROTOCOL": version} | {
        "HTTP_" + name.upper().replace("-", "_"): value.strip() for name, _, value in headers
    }


def main(path: str) -> None:
    """Serve on a unix socket until the process is ended."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO)
    logging.getLogger("pika").setLevel(logging.CRITICAL)
    gateway = Gateway(
        config.read(os.environ),
        places=1_000,
        tally=LocalTally(),
        rows=LocalRows(),
        name="plain gevent",
    )

    def handle(sock: socket.socket, _: object) -> None:
        request = Request.from_environ(environ(sock))
        try:
            with gateway.admitted(request) as admission:
                sock.sendall(accept(request))
                gateway.serve(sock, admission)
        except HandshakeError as refusal:
            sock.sendall(f"HTTP/1.1 {refusal.status.value} Refused\r\n\r\n".encode())

    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(path)
    listener.listen(128)
    gateway.start()
    gevent.spawn(StreamServer(listener, handle).serve_forever).join()


if __name__ == "__main__":
    main(sys.argv[1])
