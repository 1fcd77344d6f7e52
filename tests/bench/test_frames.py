"""Frames, counted by their headers alone."""

import pytest

from bench import frames

PAYLOAD = b"x" * 200
EVENT = frames.text(PAYLOAD)
PING = b"\x89\x00"


def test_frames_of_one_size_are_counted() -> None:
    """Only whole ones: the rest of the last comes later."""
    assert frames.alike(EVENT * 3 + EVENT[:50], len(EVENT)) == 3


@pytest.mark.parametrize(
    "other", [PING, frames.text(b"y" * 199), frames.text(b"")], ids=["ping", "shorter", "empty"]
)
def test_another_frame_among_them_is_noticed(other: bytes) -> None:
    """Then nothing is counted, and the parser tells."""
    assert frames.alike(EVENT + other + EVENT * 2, len(EVENT)) == 0


@pytest.mark.parametrize("size", [0, 1, 125, 126, 200, 65_535, 65_536])
def test_text_frame_is_parsed_back(size: int) -> None:
    """With each of the three kinds of length (RFC 6455, section 5.2)."""
    buffer = bytearray(frames.text(b"x" * size))
    assert list(frames.parse(buffer)) == [(frames.TEXT, b"x" * size)]
    assert not buffer


@pytest.mark.parametrize("size", [1, 200, 70_000])
def test_header_is_that_of_the_whole_size(size: int) -> None:
    """`text_head` is told the size of the frame, header and all."""
    frame = frames.text(b"x" * size)
    assert frame.startswith(frames.text_head(len(frame)))
