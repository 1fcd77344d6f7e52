"""Every example fits one message of docs/asyncapi.yaml, and every message has an example."""

import pytest

from tests.contract.asyncapi import complaints, document
from tests.contract.golden import frame, frames, golden, names, variant, variants

CLIENT = "client."
MESSAGES: list[str] = sorted(document()["components"]["messages"])
EXAMPLES = {
    **{name: (name, golden(name)) for name in names()},
    **{name: (name.split("/")[0], variant(name)) for name in variants()},
    **{f"{CLIENT}{name}": (f"{CLIENT}{name}", frame(name)) for name in frames()},
}


def fitting(example: object) -> list[str]:
    """Return the messages that ``example`` is."""
    return [message for message in MESSAGES if not complaints(message, example)]


@pytest.mark.parametrize("name", EXAMPLES)
def test_example_is_exactly_the_message_of_its_name(name: str) -> None:
    """AsyncAPI wants a frame to fit one message of its channel, and no other."""
    message, example = EXAMPLES[name]
    assert fitting(example) == [message], complaints(message, example)


def test_every_message_has_a_golden_event() -> None:
    """And nothing has an example that the document does not name."""
    assert {message for message, _ in EXAMPLES.values()} == set(MESSAGES)


@pytest.mark.parametrize("name", EXAMPLES)
def test_example_with_a_field_less_is_no_message(name: str) -> None:
    """All that an example shows is required; but a ping needs no id, a resync no sessions."""
    message, example = EXAMPLES[name]
    optional = {("client.ping", "id"), ("resync", "sessions")}
    for field in example:
        if (message, field) not in optional:
            rest = {key: value for key, value in example.items() if key != field}
            assert fitting(rest) == [], field


@pytest.mark.parametrize("name", EXAMPLES)
def test_example_with_a_field_more_is_no_message(name: str) -> None:
    """The check is as strict as it claims to be."""
    assert fitting({**EXAMPLES[name][1], "surprise": 1}) == []


def test_both_channels_carry_every_message() -> None:
    """`/ws/` and `/ws/<uri>` differ in the sessions that one hears, not in the frames."""
    for channel in document()["channels"].values():
        assert sorted(channel["messages"]) == MESSAGES


@pytest.mark.parametrize(
    ("operation", "channel", "says"),
    [
        ("tellAll", "all", False),
        ("tellOne", "one", False),
        ("hearAll", "all", True),
        ("hearOne", "one", True),
    ],
)
def test_operation_names_every_message_of_its_direction(
    operation: str, channel: str, *, says: bool
) -> None:
    """The gateway sends what is not a client's, and receives what is."""
    described = document()["operations"][operation]
    assert described["action"] == ("receive" if says else "send")
    assert described["channel"] == {"$ref": f"#/channels/{channel}"}
    wanted = [message for message in MESSAGES if message.startswith(CLIENT) is says]
    prefix = f"#/channels/{channel}/messages/"
    assert sorted(each["$ref"] for each in described["messages"]) == [
        f"{prefix}{message}" for message in wanted
    ]
