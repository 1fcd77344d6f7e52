"""The echo application behind uWSGI, started as the gateway is: with `uwsgi-ws.ini`."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from ops import children, ports
from ops.failures import Failure
from ops.layout import CHECKOUT

HOST = "127.0.0.1"
STARTED_WITHIN = 30.0
"""Seconds; it takes one or two."""

_ENDED_WITHIN = 10.0


@contextlib.contextmanager
def echo(directory: Path) -> Iterator[int]:
    """Give the port on which it listens; ``directory`` takes its log and sockets."""
    port = ports.free_ports(1)[0]
    log = directory / "uwsgi.log"
    uwsgi = Path(sys.executable).with_name("uwsgi")
    command = [str(uwsgi), "--ini", "uwsgi-ws.ini", "--module", "conformance.application"]
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [*command, "--http-socket", f"{HOST}:{port}"],
            cwd=CHECKOUT,
            env=os.environ | {"RUN_DIR": str(directory)},
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
            preexec_fn=children.dies_with_parent(),
        )
    try:
        _wait(process, port, log)
        yield port
    finally:
        children.stop(process, timeout=_ENDED_WITHIN)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + STARTED_WITHIN
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(ConnectionRefusedError):
            socket.create_connection((HOST, port)).close()
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
    raise Failure(f"The echo application does not listen; its log:\n{log.read_text()}")
