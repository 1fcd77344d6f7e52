"""Would permessage-deflate (RFC 7692) help? What it costs and saves on the contract's own events.

`python -m bench.deflate [--messages 20000]` compresses each event by itself, as one frame for
all clients must be: they share no past (`server_no_context_takeover`). Prints microseconds of
CPU a message, bytes a frame, and the saved part of its packet, which has 66 bytes of Ethernet,
IP and TCP. `taken over`: a compressor for each client, and each frame compressed for each.
"""

import argparse
import json
import time
import uuid
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

EVENTS = Path("tests/contract/events")
HEADERS = 14 + 20 + 32
TAIL = b"\x00\x00\xff\xff"
"""What every message ends with, and RFC 7692 (7.2.1) leaves away."""

Compress = Callable[[bytes], bytes]


def bodies(kind: str, count: int) -> Iterator[bytes]:
    """Yield the contract's example of an event as the gateway sends it, none like the other."""
    event = json.loads((EVENTS / f"{kind}.json").read_text())
    for number in range(count):
        event["session"] = f"{number * 2_654_435_761 % 16**15:015x}"
        event["at"] = f"2026-11-22T09:30:{number % 60:02}.{number % 1_000_000:06}Z"
        if kind == "message.posted":
            event["seq"] = event["data"]["seq"] = number
            event["data"] |= {"id": number, "client_message_id": str(uuid.uuid4())}
        yield json.dumps(event, separators=(",", ":"), ensure_ascii=False).encode()


def alone(level: int, window: int, memory: int) -> Compress:
    """Return a function that forgets each message."""

    def compress(body: bytes) -> bytes:
        made = zlib.compressobj(level, zlib.DEFLATED, -window, memory)
        return (made.compress(body) + made.flush(zlib.Z_SYNC_FLUSH)).removesuffix(TAIL)

    return compress


def taking_over(level: int, window: int, memory: int) -> Compress:
    """Return a function that remembers the messages before."""
    made = zlib.compressobj(level, zlib.DEFLATED, -window, memory)
    return lambda body: (made.compress(body) + made.flush(zlib.Z_SYNC_FLUSH)).removesuffix(TAIL)


WAYS: dict[str, Compress] = {
    "level 1, 512 B": alone(1, 9, 1),
    "level 1, 32 KB": alone(1, 15, 8),
    "level 6, 32 KB": alone(6, 15, 8),
    "taken over, 6, 32 KB": taking_over(6, 15, 8),
}


def frame_size(payload: int) -> int:
    """Return the bytes of a server's frame (RFC 6455, 5.2)."""
    return payload + (2 if payload < 126 else 4)


def measure(compress: Compress, messages: list[bytes]) -> tuple[float, float]:
    """Return seconds of CPU and bytes of its frame for one message."""
    began = time.process_time()
    size = sum(frame_size(len(compress(body))) for body in messages)
    return (time.process_time() - began) / len(messages), size / len(messages)


def main() -> None:
    """Measure each way on each kind of event."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=20_000)
    many = parser.parse_args().messages
    for kind in ("reaction.added", "message.posted"):
        messages = list(bodies(kind, many))
        plain = sum(frame_size(len(body)) for body in messages) / many
        print(f"{kind}: a frame of {plain:.0f} B, in a packet of {plain + HEADERS:.0f} B")
        for name, compress in WAYS.items():
            seconds, size = measure(compress, messages)
            saved = (plain - size) / (plain + HEADERS)
            print(f"  {name:<22}{seconds * 1e6:>7.1f} us{size:>7.0f} B{saved:>7.0%} saved")


if __name__ == "__main__":
    main()
