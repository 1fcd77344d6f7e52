"""Whatever is sent, the answer is a 4xx that names the field, and nothing is stored."""

import base64
import json
from urllib.parse import urlencode

import pytest
from rest_framework.test import APIClient

from chat.models import ChatSession, Message

SURROGATE = '"\\ud800"'
DEEP = "[" * 100_000


def post(client: APIClient, path: str, body: str | bytes, **extra: str) -> tuple[int, object]:
    content_type = extra.pop("content_type", "application/json")
    answer = client.post(path, body, content_type=content_type)
    return answer.status_code, json.loads(answer.content)


@pytest.mark.parametrize(
    "value",
    [
        *("null", "5", "true", "[]", "{}"),
        *('""', '"  \\n\\u2003 "', '"\\u0000"', SURROGATE, '"a\\ud83d"'),
        *(json.dumps("x" * 4001), json.dumps(" " * 20_000 + "x")),
    ],
)
def test_message_that_is_none_is_named(as_bob: APIClient, session: ChatSession, value: str) -> None:
    """Missing, empty, too long, of the wrong type, or not storable."""
    path = f"/api/chats/{session.uri}/messages/"
    status, body = post(as_bob, path, f'{{"message": {value}}}')
    assert (status, list(body)) == (400, ["message"])  # type: ignore[call-overload]
    session.refresh_from_db()
    assert (Message.objects.count(), session.last_seq) == (0, 1)


@pytest.mark.parametrize("field", ["client_message_id", "reply_to"])
@pytest.mark.parametrize("value", ['"x"', "true", "1.5", "[]", "{}", '"\\u0000"', SURROGATE])
def test_malformed_field_of_a_message_is_named(
    as_bob: APIClient, session: ChatSession, field: str, value: str
) -> None:
    """One bad field refuses the message."""
    path = f"/api/chats/{session.uri}/messages/"
    status, body = post(as_bob, path, f'{{"message": "Hello", "{field}": {value}}}')
    assert (status, list(body)) == (400, [field])  # type: ignore[call-overload]
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "value", ["5", "null", "true", "[]", '"\\u0000"', SURROGATE, json.dumps("x" * 101)]
)
@pytest.mark.parametrize("field", ["title", "kind"])
def test_malformed_field_of_a_session_is_named(as_alice: APIClient, field: str, value: str) -> None:
    """Nothing but a string that fits is a title, nothing but two words a kind."""
    status, body = post(as_alice, "/api/chats/", f'{{"{field}": {value}}}')
    assert (status, list(body)) == (400, [field])  # type: ignore[call-overload]
    assert not ChatSession.objects.exists()


@pytest.mark.parametrize("value", ["5", "null", "true", "[]", '""', '"\\u0000"', SURROGATE])
def test_malformed_username_is_named(as_alice: APIClient, session: ChatSession, value: str) -> None:
    """Joining wants a string."""
    answer = as_alice.patch(
        f"/api/chats/{session.uri}/", f'{{"username": {value}}}', content_type="application/json"
    )
    assert (answer.status_code, list(answer.json())) == (400, ["username"])


PATHS = [
    "/api/chats/",
    "/api/chats/{uri}/messages/",
    "/api/chats/{uri}/read/",
    "/api/sync/",
    "/api/tickets/",
]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "body",
    ["[]", '"x"', "5", "null", "true", "{", "", DEEP, '{"message": NaN}', b"\xff\xfe", "9" * 5000],
)
def test_body_that_is_no_object_is_refused(
    as_bob: APIClient, session: ChatSession, path: str, body: str | bytes
) -> None:
    """A list, a word, a number, or no JSON at all."""
    optional = path in {"/api/chats/", "/api/tickets/"} and body in {"null", ""}
    status, _ = post(as_bob, path.format(uri=session.uri), body)
    assert status in ({200, 201, 400} if optional else {400})


@pytest.mark.parametrize("charset", ["zlib", "base64", "utf-16", "no-such", "rot13"])
def test_body_is_utf8_whatever_the_header_says(
    as_bob: APIClient, session: ChatSession, charset: str
) -> None:
    """JSON has one encoding."""
    status, _ = post(
        as_bob,
        f"/api/chats/{session.uri}/messages/",
        b'{"message": "Hello"}',
        content_type=f"application/json; charset={charset}",
    )
    assert status == 201


@pytest.mark.parametrize("content_type", ["text/plain", "multipart/form-data; boundary=x", ""])
def test_body_of_another_type_is_refused(
    as_bob: APIClient, session: ChatSession, content_type: str
) -> None:
    """Only JSON is read: a form of another site cannot post."""
    path = f"/api/chats/{session.uri}/messages/"
    answer = as_bob.post(path, b'{"message": "Hello"}', content_type=content_type)
    assert answer.status_code in {400, 415}
    assert not Message.objects.exists()


def test_body_above_a_megabyte_is_refused(as_bob: APIClient, session: ChatSession) -> None:
    """What is read into memory is bounded."""
    body = json.dumps({"message": "Hello", "padding": "x" * 1024 * 1024})
    status, _ = post(as_bob, f"/api/chats/{session.uri}/messages/", body)
    assert status == 413


@pytest.mark.parametrize(
    "uri", ["unknown", "A" * 15, "0" * 15, "0" * 16, "%00", "%ff", "..", "x" * 5000]
)
@pytest.mark.parametrize("tail", ["", "messages/", "events/"])
def test_unknown_uri_is_not_found(as_bob: APIClient, uri: str, tail: str) -> None:
    """404 in JSON, whatever stands there."""
    answer = as_bob.get(f"/api/chats/{uri}/{tail}")
    assert answer.status_code == 404
    assert "detail" in answer.json()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("delete", "/api/chats/"),
        ("put", "/api/chats/{uri}/"),
        ("delete", "/api/chats/{uri}/"),
        ("get", "/api/chats/{uri}/members/1/"),
        ("put", "/api/chats/{uri}/messages/"),
        ("post", "/api/chats/{uri}/events/"),
        ("get", "/api/chats/{uri}/read/"),
        ("get", "/api/sync/"),
        ("get", "/api/tickets/"),
    ],
)
def test_wrong_method_is_405(
    as_bob: APIClient, session: ChatSession, method: str, path: str
) -> None:
    """What a path does not offer is said so."""
    assert getattr(as_bob, method)(path.format(uri=session.uri)).status_code == 405


@pytest.mark.parametrize("cursor", ["x", "cD14", "cD0yMDI2LTk5LTk5", "bz0tMQ==", "%ff"])
def test_malformed_cursor_is_named(as_bob: APIClient, cursor: str) -> None:
    """A cursor that is not ours reaches no query."""
    answer = as_bob.get(f"/api/chats/?cursor={cursor}")
    assert (answer.status_code, list(answer.json())) == (400, ["cursor"])


@pytest.mark.parametrize(
    "moment", ["0001-01-01 00:00:00+14:00", "9999-12-31 23:59:59-12:00", "2026-11-22 12:00:00"]
)
@pytest.mark.parametrize("reverse", ["", "r=1&"])
def test_cursor_outside_of_time_is_named(as_bob: APIClient, moment: str, reverse: str) -> None:
    """What cannot be told in UTC is no place in a list."""
    text = f"{reverse}{urlencode({'p': moment})}"
    answer = as_bob.get("/api/chats/", {"cursor": base64.b64encode(text.encode()).decode()})
    assert (answer.status_code, list(answer.json())) == (400, ["cursor"])


@pytest.mark.parametrize("limit", ["0", "-1", "x", "", "1.5"])
def test_malformed_limit_of_a_list_is_named(as_bob: APIClient, limit: str) -> None:
    """400 with a sentence under `limit`."""
    answer = as_bob.get(f"/api/chats/?limit={limit}")
    assert (answer.status_code, list(answer.json())) == (400, ["limit"])
