"""The event that everybody carries."""

import json

from bench.event import SIZE, sent_at, stamped, template

URI = "0123456789abcde"


def test_event_has_its_size_and_is_the_contract_s() -> None:
    """200 bytes of a message.posted, whenever it was published."""
    body = stamped(template(URI), 1234.5)
    assert len(body) == SIZE
    event = json.loads(body)
    assert (event["type"], event["session"], event["seq"]) == ("message.posted", URI, 1)


def test_moment_is_read_back() -> None:
    """To the microsecond."""
    assert sent_at(stamped(template(URI), 1234.567891)) == 1234.567891


def test_other_frame_has_no_moment() -> None:
    """A welcome is no event."""
    assert sent_at(b'{"type":"welcome"}') is None
