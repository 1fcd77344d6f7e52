"""Ours finds what DRF's would."""

import pytest
from django.test import RequestFactory
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import BaseContentNegotiation, DefaultContentNegotiation
from rest_framework.request import Request

from chatire.negotiation import Negotiation
from chatire.renderers import JSONRenderer


def selected(negotiation: BaseContentNegotiation, path: str, accept: str | None) -> str:
    """Return the media type that is written; nothing where it is refused."""
    headers = {} if accept is None else {"Accept": accept}
    request = Request(RequestFactory().get(path, headers=headers))
    try:
        return str(negotiation.select_renderer(request, [JSONRenderer()])[1])
    except NotAcceptable:
        return ""


@pytest.mark.parametrize(
    ("accept", "found"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        ("application/json; indent=2", "application/json; indent=2"),
        ("text/html, */*;q=0.1", "application/json;q=0.1"),
        ("text/html", ""),
    ],
)
def test_form_is_the_one_that_is_asked_for(accept: str | None, found: str) -> None:
    """By those who name none, JSON, or something else."""
    both = [selected(kind(), "/", accept) for kind in (Negotiation, DefaultContentNegotiation)]
    assert both == [found, found]
