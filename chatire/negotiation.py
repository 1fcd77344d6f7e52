"""Which form an answer has: JSON is the only one."""

from collections.abc import Iterable
from typing import cast

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request


class Negotiation(DefaultContentNegotiation):
    """As DRF's, which weighs every request's Accept anew; nearly all say the same."""

    def select_renderer(
        self,
        request: Request,
        renderers: Iterable[BaseRenderer],
        format_suffix: str | None = None,
    ) -> tuple[BaseRenderer, str]:
        """Return the renderer and what it writes; 406 where nothing that we have is asked for."""
        first, *_ = renderers
        is_plain = request.META.get("HTTP_ACCEPT", "*/*") in ("*/*", first.media_type)
        # An address can name a form, too.
        if is_plain and not format_suffix and not request.META.get("QUERY_STRING"):
            return first, str(first.media_type)
        found = super().select_renderer(request, renderers, format_suffix)
        return cast(tuple[BaseRenderer, str], found)
