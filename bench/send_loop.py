"""The C loop of plain `send()`, as a contestant: no gateway can do more on this machine."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import frames
from bench.contestant import Contestant
from bench.event import stamped, template
from bench.talker import Talker
from ops import ports

SOURCE = Path(__file__).with_suffix(".c")


class LoopPublisher:
    """Tells the loop to send. Its frames are all the same: for bursts alone."""

    def __init__(self, talker: Talker, clients: int) -> None:
        self._talker = talker
        self._clients = clients

    @property
    def pid(self) -> int:
        return self._talker.pid

    def publish(self, count: int, *, every: float = 0.0) -> None:
        if every:
            raise ValueError("it sends as fast as it can")
        self._talker.say(f"{self._clients} {count}")
        self._talker.hear()


@contextmanager
def run(directory: Path, clients: int) -> Iterator[Contestant]:
    """Compile it and start it for so many sockets."""
    program, frame = directory / "send_loop", directory / "frame"
    command = ["gcc", "-O2", "-Wall", "-Werror", "-o", str(program), str(SOURCE)]
    subprocess.run(command, check=True)
    frame.write_bytes(frames.text(stamped(template("0" * 15), 0.0)))
    port = ports.free_ports(1)[0]
    with Talker([str(program), str(port), str(frame)]) as talker:
        yield Contestant(
            port=port,
            dialect="raw",
            given={},
            publisher=LoopPublisher(talker, clients),
            server=lambda: [talker.pid],
            longest_burst=4_000,
        )
