from datetime import UTC, datetime, timedelta, timezone

import pytest

from chatire.protocol import events
from chatire.protocol.events import DurableType

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_durable_event_has_the_envelope_in_the_contracts_order() -> None:
    """Type, session, seq, time, data: what a reader of a frame looks for first."""
    event = events.durable_event(
        DurableType.MESSAGE_POSTED, "0123456789abcde", seq=1, at=NOON, data={"message": "hi"}
    )
    assert events.encode(event) == (
        b'{"type":"message.posted","session":"0123456789abcde","seq":1,'
        b'"at":"2026-11-22T12:00:00.000000Z","data":{"message":"hi"}}'
    )


def test_timestamp_is_utc_whatever_the_zone() -> None:
    """Clients compare times as they stand."""
    moment = NOON.astimezone(timezone(timedelta(hours=-6)))
    assert events.timestamp(moment) == "2026-11-22T12:00:00.000000Z"


def test_text_travels_as_utf_8() -> None:
    """Escapes would double the size of most of the world's messages."""
    assert "世界".encode() in events.encode({"message": "世界"})


@pytest.mark.parametrize("body", [b"[]", b'"text"', b"{", b"\xff", b"", b"null", b"[" * 60_000])
def test_body_that_is_no_object_is_refused(body: bytes) -> None:
    """A frame that is not a JSON object is an error to answer, never a crash."""
    with pytest.raises(ValueError):
        events.decode(body)
