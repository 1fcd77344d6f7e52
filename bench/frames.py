"""WebSocket frames as a client that counts sees them (RFC 6455, section 5.2).

No checks: the gateway's own tests judge its frames, this must only cost little.
"""

from collections.abc import Iterator

TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA


def parse(buffer: bytearray) -> Iterator[tuple[int, bytes]]:
    """Yield (opcode, payload) of each whole frame, and take it out of ``buffer``."""
    at, size = 0, len(buffer)
    while size - at >= 2:
        length, start = buffer[at + 1], at + 2
        if length == 126:
            length, start = int.from_bytes(buffer[at + 2 : at + 4]), at + 4
        elif length == 127:
            length, start = int.from_bytes(buffer[at + 2 : at + 10]), at + 10
        if size < start + length or start > size:
            break
        yield buffer[at] & 0x0F, bytes(buffer[start : start + length])
        at = start + length
    del buffer[:at]


def masked(opcode: int, payload: bytes) -> bytes:
    """Return a client's frame; its mask is all zeros, so that nothing needs to be computed."""
    size = len(payload)
    head = bytes((0x80 | opcode,))
    if size < 126:
        head += bytes((0x80 | size,))
    elif size < 65_536:
        head += b"\xfe" + size.to_bytes(2)
    else:
        head += b"\xff" + size.to_bytes(8)
    return head + bytes(4) + payload


def alike(buffer: bytes | bytearray, size: int) -> int:
    """Return how many whole frames there are, if all of them are text frames of ``size`` bytes.

    ``size`` counts the header, too. 0 where any of them is another: then `parse` tells. Looks at
    the headers alone, all at once, so that a frame costs nanoseconds.
    """
    whole = len(buffer) // size
    head = text_head(size)
    end = whole * size
    same = all(buffer[at:end:size] == head[at : at + 1] * whole for at in range(len(head)))
    return whole if same else 0


def text_head(size: int) -> bytes:
    """Return the header of a server's text frame that has ``size`` bytes with it."""
    if size < 2 + 126:
        return bytes((0x80 | TEXT, size - 2))
    if size < 4 + 65_536:
        return bytes((0x80 | TEXT, 126)) + (size - 4).to_bytes(2)
    return bytes((0x80 | TEXT, 127)) + (size - 10).to_bytes(8)


def text(payload: bytes) -> bytes:
    """Return a server's text frame."""
    size = len(payload)
    return text_head(size + (2 if size < 126 else 4 if size < 65_536 else 10)) + payload
