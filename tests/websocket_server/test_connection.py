"""What a connection decides: bytes and moments in, actions out."""

import json
import math
from typing import Any

import pytest

from chatire.protocol.close_codes import CloseCode
from tests.websocket_server import frames
from websocket_server.codec import ping_frame, pong_frame
from websocket_server.connection import (
    Action,
    Close,
    Connection,
    Finish,
    HalfClose,
    Present,
    Pulse,
    Send,
    Settle,
    Typing,
)
from websocket_server.renewal import Schedule

URI = "0123456789abcde"
PULSE = Pulse(every=25.0, wait=10.0)
NEVER = Schedule(every=math.inf, within=20.0)


@pytest.fixture
def connection() -> Connection:
    """Return alice's connection, just welcomed in one session."""
    connection = Connection(pulse=PULSE, renewal=NEVER, now=0.0)
    connection.sessions.add(URI)
    return connection


def say(connection: Connection, frame: dict[str, Any] | str) -> list[Action]:
    """Return what a text frame from the client leads to."""
    body = frame if isinstance(frame, str) else json.dumps(frame)
    return connection.receive(frames.text(body), 1.0)


def answer(actions: list[Action]) -> dict[str, Any]:
    """Return the one JSON frame in ``actions``."""
    [action] = actions
    assert isinstance(action, Send)
    body: dict[str, Any] = json.loads(action.frame[action.frame.index(b"{") :])
    return body


def code(actions: list[Action]) -> int | None:
    """Return the code of the one Close in ``actions``."""
    [close] = [action for action in actions if isinstance(action, Close)]
    return close.code


# What a client says


@pytest.mark.parametrize("identity", ["a", "", 7, 1.5, None, "\u00e9\U0001f600"])
def test_a_ping_is_answered_with_its_id(connection: Connection, identity: object) -> None:
    """The pong carries the very id of the ping."""
    said = answer(say(connection, {"type": "ping", "id": identity}))
    assert said == {"type": "pong", "id": identity}


def test_a_ticket_is_presented(connection: Connection) -> None:
    """Whether it opens anything is not the connection's to know."""
    assert say(connection, {"type": "ticket", "ticket": "abc"}) == [Present("abc")]


def test_typing_is_told_once_in_three_seconds(connection: Connection) -> None:
    """In each session; what is said again meanwhile says nothing new, and is no error."""
    typing = frames.text(json.dumps({"type": "typing", "session": URI}))
    told = [connection.receive(typing, moment) for moment in (0.0, 2.9, 3.0, 3.1)]
    assert told == [[Typing(URI)], [], [Typing(URI)], []]


def test_mallory_may_not_type_in_a_session_that_is_not_hers(connection: Connection) -> None:
    """Outside one's own sessions there is nothing to type in."""
    connection.sessions.clear()
    assert answer(say(connection, {"type": "typing", "session": URI}))["code"] == "not_yours"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "hello",
        "[]",
        "7",
        "null",
        '"ping"',
        "[" * 60_000,
        '{"a":' * 10_000,
        "9" * 60_000,
        '{"type": "ping", "id": []}',
        '{"type": "ping", "id": {"a": 1}}',
        '{"type": "ping", "id": "\\ud800"}',
        '{"type": "ping", "id": NaN}',
        '{"type": "ticket"}',
        '{"type": "ticket", "ticket": 7}',
        '{"type": "typing", "session": null}',
    ],
)
def test_a_malformed_frame_is_answered_with_an_error(connection: Connection, body: str) -> None:
    """And the socket stays open."""
    said = answer(say(connection, body))
    assert (said["type"], said["code"]) == ("error", "malformed")
    assert connection.is_open


@pytest.mark.parametrize("body", ["{}", '{"type": "message"}', '{"type": 7}', '{"type": ["ping"]}'])
def test_a_frame_of_unknown_type_is_answered_with_an_error(
    connection: Connection, body: str
) -> None:
    """Nothing is guessed."""
    assert answer(say(connection, body))["code"] == "unknown_type"


def test_a_protocol_ping_is_answered(connection: Connection) -> None:
    """With its own payload (RFC 6455, 5.5.3)."""
    assert connection.receive(frames.ping(b"x"), 1.0) == [Send(pong_frame(b"x"))]


# What a client may not


@pytest.mark.parametrize(
    ("data", "earned"),
    [
        (frames.binary(b"x"), CloseCode.UNSUPPORTED_DATA),
        (frames.text(b"\xff"), CloseCode.INVALID_UTF8),
        (frames.UNMASKED, CloseCode.PROTOCOL_ERROR),
        (frames.more(b"stray", fin=True), CloseCode.PROTOCOL_ERROR),
        (frames.DECLARES_4_EXABYTES, CloseCode.TOO_BIG),
        (frames.text("a", fin=False) + frames.more() * 200, CloseCode.TOO_MANY_FRAMES),
        (frames.ping() * 101, CloseCode.TOO_MANY_FRAMES),
        (frames.text("{}") * 20_000, CloseCode.TOO_MANY_FRAMES),
    ],
)
def test_a_violation_closes_with_its_code(
    connection: Connection, data: bytes, earned: CloseCode
) -> None:
    """Each wrong has a code of its own, and is the last that is heard."""
    assert code(connection.receive(data, 1.0)) == earned
    assert connection.receive(frames.text("{}"), 1.5) == []


def test_a_hundred_frames_at_once_are_answered(connection: Connection) -> None:
    """That much is allowed."""
    actions = connection.receive(frames.ping() * 100, 1.0)
    assert actions == [Send(pong_frame(b""))] * 100


def test_what_follows_a_violation_is_not_read(connection: Connection) -> None:
    """A ping behind a binary frame is in no conversation any more."""
    actions = connection.receive(frames.binary(b"x") + frames.ping(b"late"), 1.0)
    assert [type(action) for action in actions] == [Close]


# The heartbeat


def test_a_ping_is_sent_when_it_is_due(connection: Connection) -> None:
    """Not before."""
    assert connection.deadline == 25.0
    assert connection.wake(24.9) == []
    assert connection.wake(25.0) == [Send(ping_frame())]


def test_a_pong_keeps_the_connection(connection: Connection) -> None:
    """And the next ping is due a heartbeat later."""
    connection.wake(25.0)
    connection.receive(frames.pong(), 26.0)
    assert connection.deadline == 51.0
    assert connection.wake(51.0) == [Send(ping_frame())]


def test_no_pong_closes_4002(connection: Connection) -> None:
    """Within ten seconds it must be there."""
    connection.wake(25.0)
    assert connection.wake(34.9) == []
    assert code(connection.wake(35.0)) == CloseCode.NO_PONG


def test_talk_is_no_pong(connection: Connection) -> None:
    """A client that sends but answers no ping is not reading."""
    connection.wake(25.0)
    say(connection, {"type": "ping", "id": 1})
    assert code(connection.wake(35.0)) == CloseCode.NO_PONG


def test_first_pings_are_spread() -> None:
    """Many that came together are not pinged together."""
    assert Connection(pulse=Pulse(25.0, 10.0, phase=0.6), renewal=NEVER, now=0.0).deadline == 15.0


# The end


@pytest.mark.parametrize("given", [1000, 1001, 3000, 4999, None])
def test_a_close_is_answered_with_its_code(connection: Connection, given: int | None) -> None:
    """RFC 6455, 5.5.1; and nothing more will be sent."""
    actions = connection.receive(frames.close(given), 1.0)
    assert code(actions) == given
    assert actions[-1] == HalfClose()


def test_closing_says_so_once(connection: Connection) -> None:
    """There is one Close frame in a connection."""
    assert code(connection.close(CloseCode.SIGNED_OUT, "signed out", now=1.0)) == 4501
    assert connection.close(CloseCode.RESTARTING, now=1.1) == []
    assert not connection.is_open


def test_the_answer_to_our_close_ends_what_we_send(connection: Connection) -> None:
    """Both Close frames are out: no second one, only the end of our side."""
    connection.close(CloseCode.SIGNED_OUT, now=1.0)
    assert connection.receive(frames.close(4501), 1.1) == [HalfClose()]


def test_a_frame_after_our_close_is_thrown_away(connection: Connection) -> None:
    """What was under way is no conversation any more."""
    connection.close(CloseCode.SIGNED_OUT, now=1.0)
    assert say(connection, {"type": "ping", "id": 1}) == []


def test_silence_after_a_close_finishes_in_two_seconds(connection: Connection) -> None:
    """Nobody is there who could still be reset."""
    connection.close(CloseCode.SIGNED_OUT, now=1.0)
    assert connection.wake(2.9) == []
    assert connection.wake(3.0) == [Finish()]


def test_talk_after_a_close_is_borne_for_eight_seconds(connection: Connection) -> None:
    """An endless sender is cut off."""
    connection.receive(frames.UNMASKED, 1.0)
    for at in range(2, 9):
        assert connection.receive(b"x" * 1000, float(at)) == []
        assert connection.wake(float(at)) == []
    assert connection.wake(9.0) == [Finish()]


def test_end_of_file_finishes(connection: Connection) -> None:
    """Without a Close of its own, and once."""
    assert connection.receive(b"", 1.0) == [Finish()]
    assert connection.receive(b"", 1.0) == []
    assert connection.wake(100.0) == []


def test_end_of_file_after_a_close_finishes(connection: Connection) -> None:
    """The discarding is over when there is nothing left to discard."""
    connection.close(CloseCode.RESTARTING, "2.35", now=1.0)
    assert connection.receive(b"", 1.1) == [Finish()]


def test_a_flood_after_our_close_is_not_even_parsed() -> None:
    """A peer that was sent away keeps nobody busy: a hundred frames, and the rest is discarded."""
    connection = Connection(pulse=PULSE, renewal=NEVER, now=0.0)
    connection.close(CloseCode.SIGNED_OUT, now=0.0)
    connection.receive(frames.ping() * 200, 0.5)
    assert connection.receive(frames.close(1000), 0.5) == []


def test_a_close_that_answers_ours_is_heard() -> None:
    """Behind what its sender had under way."""
    connection = Connection(pulse=PULSE, renewal=NEVER, now=0.0)
    connection.close(CloseCode.SIGNED_OUT, now=0.0)
    assert connection.receive(frames.ping() * 50 + frames.close(4501), 0.5) == [HalfClose()]


# Claims, and losses


def test_a_client_is_asked_for_a_fresh_ticket_after_its_time() -> None:
    """Jittered by its phase; without one it is closed 4004."""
    every = Schedule(every=600.0, within=20.0, phase=0.9)
    connection = Connection(pulse=Pulse(10_000.0, 10.0), renewal=every, now=0.0)
    assert connection.deadline == 540.0
    assert answer(connection.wake(540.0)) == {"type": "authorise", "within": 20.0}
    assert connection.deadline == 570.0
    assert code(connection.wake(570.0)) == 4004


def test_what_fresh_tickets_did_not_name_is_settled_when_their_time_is_over() -> None:
    """All of them together; and it starts anew."""
    connection = Connection(pulse=Pulse(10_000.0, 10.0), renewal=NEVER, now=0.0)
    connection.renewed(["old"])
    connection.authorise(5.0, 100.0)
    connection.renewed(["tea"])
    connection.renewed(["coffee"])
    assert connection.wake(115.0) == [Settle(frozenset({"tea", "coffee"}))]
    assert connection.deadline == 10_000.0


def test_nobody_is_blamed_for_a_ticket_that_cannot_be_shown(connection: Connection) -> None:
    """While the broker is away none is taken."""
    connection.authorise(5.0, 0.0)
    connection.excuse()
    assert connection.sessions == set()
    assert connection.wake(24.0) == []
    assert connection.is_open


def test_a_loss_is_told_at_once_and_others_a_second_later(connection: Connection) -> None:
    """Together, with their sessions; then nothing more."""
    assert answer(connection.lose(URI, 2.0, 1.0)) == {
        "type": "resync",
        "within": 2.0,
        "sessions": [URI],
    }
    assert connection.lose("b", 2.0, 1.1) == []
    assert connection.lose("a", 2.0, 1.9) == []
    assert connection.deadline == 2.0
    assert answer(connection.wake(2.0))["sessions"] == ["a", "b"]
    assert connection.deadline == 25.0


def test_after_a_close_nothing_is_asked_or_told(connection: Connection) -> None:
    """A frame behind it would be a violation."""
    connection.close(CloseCode.RESTARTING, now=0.0)
    assert connection.authorise(5.0, 0.0) == []
    assert connection.lose(URI, 2.0, 0.0) == []
