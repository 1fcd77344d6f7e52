"""Client frames by hand, right and wrong ones (RFC 6455, section 5)."""

MASK = b"\x01\x02\x03\x04"


def frame(opcode: int, payload: bytes = b"", *, fin: bool = True, rsv: int = 0) -> bytes:
    """Return a masked frame."""
    first = (0x80 if fin else 0) | rsv << 4 | opcode
    return bytes([first]) + length(len(payload), masked=True) + MASK + masked(payload)


def length(size: int, *, masked: bool) -> bytes:
    """Return the second byte of a header and what extends it."""
    bit = 0x80 if masked else 0
    if size < 126:
        return bytes([bit | size])
    if size < 65_536:
        return bytes([bit | 126]) + size.to_bytes(2)
    return bytes([bit | 127]) + size.to_bytes(8)


def masked(payload: bytes) -> bytes:
    """Return ``payload`` under :data:`MASK`, or what was masked without it."""
    return bytes(byte ^ MASK[index % 4] for index, byte in enumerate(payload))


def text(payload: str | bytes, *, fin: bool = True) -> bytes:
    """Return a text frame."""
    return frame(0x1, payload.encode() if isinstance(payload, str) else payload, fin=fin)


def more(payload: bytes = b"", *, fin: bool = False) -> bytes:
    """Return a continuation frame."""
    return frame(0x0, payload, fin=fin)


def binary(payload: bytes) -> bytes:
    """Return a binary frame."""
    return frame(0x2, payload)


def ping(payload: bytes = b"") -> bytes:
    """Return a protocol ping."""
    return frame(0x9, payload)


def pong(payload: bytes = b"") -> bytes:
    """Return a protocol pong."""
    return frame(0xA, payload)


def close(code: int | None = 1000, reason: bytes = b"") -> bytes:
    """Return a Close frame."""
    return frame(0x8, b"" if code is None else code.to_bytes(2) + reason)


UNMASKED = b"\x81\x02hi"
DECLARES_4_EXABYTES = b"\x81" + bytes([0x80 | 127]) + (2**62).to_bytes(8) + MASK
DECLARES_10_MEGABYTES = b"\x81" + bytes([0x80 | 127]) + (10 * 2**20).to_bytes(8) + MASK
