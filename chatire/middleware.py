"""The one exception from the strict Content-Security-Policy: Django's admin."""

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponse

_ADMIN_POLICY = {"style-src": [SELF, UNSAFE_INLINE]}


class AdminPolicyMiddleware:
    """Lets the admin, and nothing else, use the inline styles of its widgets."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_replace = _ADMIN_POLICY  # type: ignore[attr-defined]
        return response
