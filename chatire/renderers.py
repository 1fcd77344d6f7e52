"""The one way in which an answer is written."""

from collections.abc import Mapping
from typing import Any

from rest_framework import renderers


class EscapingJSONRenderer(renderers.JSONRenderer):
    ensure_ascii = True


class JSONRenderer(renderers.JSONRenderer):
    """JSON, as DRF writes it, even where a refusal repeats what cannot be written.

    JSON can carry half of a surrogate pair, UTF-8 cannot; escaped, it can.
    """

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> Any:
        try:
            return super().render(data, accepted_media_type, renderer_context)
        except UnicodeEncodeError:
            return EscapingJSONRenderer().render(data, accepted_media_type, renderer_context)
