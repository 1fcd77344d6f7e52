import jwt
import pytest

from chatire.protocol import tickets
from chatire.protocol.tickets import Claims, TicketError

KEY = "a key for tests that is long enough for HMAC"
ALICE = {"id": 7, "username": "alice", "first_name": "", "last_name": ""}
CLAIMS = Claims(user=ALICE, device="d1", sessions=("0123456789abcde",), issued_at=1000.25)


def test_ticket_says_what_was_signed() -> None:
    """User, device, sessions and the exact time of issue come back."""
    assert tickets.verify(tickets.sign(CLAIMS, key=KEY), key=KEY, now=1001) == CLAIMS


def test_ticket_opens_until_its_thirtieth_second() -> None:
    """It may be used again and again, until it expires."""
    ticket = tickets.sign(CLAIMS, key=KEY)
    assert tickets.verify(ticket, key=KEY, now=1030.2)
    with pytest.raises(TicketError, match="expired"):
        tickets.verify(ticket, key=KEY, now=1030.25)


def test_ticket_signed_with_another_key_is_refused() -> None:
    """Mallory can write a ticket, but not sign it."""
    with pytest.raises(TicketError):
        tickets.verify(tickets.sign(CLAIMS, key=KEY[::-1]), key=KEY, now=1001)


@pytest.mark.parametrize(("algorithm", "key"), [("none", ""), ("HS512", KEY * 2)])
def test_ticket_of_another_algorithm_is_refused(algorithm: str, key: str) -> None:
    """The verifier chooses the algorithm, never the ticket."""
    payload = {"aud": "chatire.gateway", "user": ALICE, "device": "d", "sessions": []}
    forged = jwt.encode({**payload, "iat": 1000, "exp": 2000}, key, algorithm)
    with pytest.raises(TicketError):
        tickets.verify(forged, key=KEY * 2, now=1001)


@pytest.mark.parametrize(
    "change",
    [
        {"aud": "elsewhere"},
        {"user": None},
        {"user": {"id": "x"}},
        {"user": {}},
        {"sessions": 3},
        {"iat": "soon"},
        {"exp": None},
    ],
)
def test_ticket_with_a_claim_of_another_shape_is_refused(change: dict[str, object]) -> None:
    """Whatever is signed but is no ticket is an error, never a crash."""
    payload = {
        "aud": "chatire.gateway",
        "user": ALICE,
        "device": "d",
        "sessions": [],
        "iat": 1000,
        "exp": 2000,
    }
    with pytest.raises(TicketError):
        tickets.verify(jwt.encode({**payload, **change}, KEY, "HS256"), key=KEY, now=1001)


@pytest.mark.parametrize("ticket", ["", "x", "a.b.c", "é", "\x00"])
def test_text_that_is_no_ticket_is_refused(ticket: str) -> None:
    """A header's text is anybody's."""
    with pytest.raises(TicketError):
        tickets.verify(ticket, key=KEY, now=1001)
