import pytest

from chatire.protocol import events
from chatire.protocol.events import DurableType, UserType
from tests.contract.golden import golden, names


def test_every_durable_and_user_type_has_a_golden_event() -> None:
    """A type that no example shows is a type that no client was tried against."""
    assert set(DurableType) | set(UserType) <= set(names())


@pytest.mark.parametrize("name", names())
def test_golden_event_names_its_own_type(name: str) -> None:
    """A file holds one example, of the type that names it."""
    assert golden(name)["type"] == name


@pytest.mark.parametrize("name", names())
def test_golden_event_survives_the_wire(name: str) -> None:
    """What is encoded and decoded again is the same event."""
    assert events.decode(events.encode(golden(name))) == golden(name)


@pytest.mark.parametrize("name", sorted(DurableType))
def test_durable_event_has_exactly_the_envelope_of_the_log(name: str) -> None:
    """A durable event is {type, session, seq, at, data}, and seq counts from one."""
    event = golden(name)
    assert set(event) == {"type", "session", "seq", "at", "data"}
    assert event["seq"] >= 1


@pytest.mark.parametrize("name", sorted(UserType))
def test_user_event_belongs_to_no_log(name: str) -> None:
    """A user event is {type, at, data}: it has no session and no seq."""
    assert set(golden(name)) == {"type", "at", "data"}


def test_session_updated_carries_nothing_that_differs_between_members() -> None:
    """Role, read state and counts are each member's own."""
    own = {"role", "last_read_seq", "unread_count", "member_count", "last_message", "last_seq"}
    assert not own & set(golden("session.updated")["data"])


@pytest.mark.parametrize("name", names())
def test_golden_event_shows_no_email_address(name: str) -> None:
    """An address is shown to nobody but its owner."""
    assert b"email" not in events.encode(golden(name))
