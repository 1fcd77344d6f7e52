"""Names each request, in every line that is logged while it is served, and in its answer.

nginx makes the name. A client cannot: what it sends is HTTP_REQUEST_ID here.
"""

import logging
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

_current: ContextVar[str] = ContextVar("request_id", default="-")


class RequestIdMiddleware:
    """Remembers the request's id while it is served, and tells it as `X-Request-ID`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = request.META.get("REQUEST_ID") or uuid.uuid4().hex
        before = _current.set(request_id)
        try:
            response = self._get_response(request)
        finally:
            _current.reset(before)
        response["X-Request-ID"] = request_id
        return response


class RequestIdFilter(logging.Filter):
    """Adds `request_id` to each record; `-` outside of requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _current.get()
        return True
