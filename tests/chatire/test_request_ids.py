import logging

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from chatire.request_ids import RequestIdFilter, RequestIdMiddleware


def noted() -> str:
    """Return the id that a line logged now would carry."""
    record = logging.LogRecord("chat", logging.INFO, "file", 1, "told", (), None)
    assert RequestIdFilter().filter(record)
    return str(record.__dict__["request_id"])


def test_lines_and_answer_carry_the_id_that_nginx_gave() -> None:
    """And after the request none does."""
    seen: list[str] = []

    def answer(_: HttpRequest) -> HttpResponse:
        seen.append(noted())
        return HttpResponse()

    response = RequestIdMiddleware(answer)(RequestFactory().get("/", REQUEST_ID="abc123"))
    assert (seen, response["X-Request-ID"], noted()) == (["abc123"], "abc123", "-")


def test_a_request_that_fails_leaves_no_id_behind() -> None:
    """The thread serves others after it."""

    def fail(_: HttpRequest) -> HttpResponse:
        raise ValueError

    with pytest.raises(ValueError):
        RequestIdMiddleware(fail)(RequestFactory().get("/", REQUEST_ID="abc123"))
    assert noted() == "-"


def test_a_client_names_nothing(client: Client) -> None:
    """Its header is not what nginx says."""
    answers = [client.get("/healthz", headers={"Request-ID": "mine", "X-Request-ID": "mine"})] * 2
    assert all(len(answer["X-Request-ID"]) == 32 for answer in answers)
