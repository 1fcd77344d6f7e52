"""What the machine's kernel must allow."""

from pathlib import Path

from ops.failures import Failure

SOMAXCONN = Path("/proc/sys/net/core/somaxconn")
# `listen` in uwsgi-ws.ini: uWSGI refuses to start when the kernel's limit is lower.
QUEUE = 4096


def check_queue() -> None:
    """Raise Failure when the kernel lets fewer connections wait than the gateway asks for."""
    allowed = int(SOMAXCONN.read_text())
    if allowed < QUEUE:
        raise Failure(
            f"This machine lets {allowed} connections wait to be accepted, and the gateway wants"
            f" {QUEUE}: `sudo sysctl -w net.core.somaxconn={QUEUE}`."
        )
