"""The Content-Security-Policy: a strict one, and an exception from it for Django's admin."""

from collections.abc import Callable

from csp.constants import HEADER, SELF, UNSAFE_INLINE
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse

_OF_ADMIN = {"style-src": [SELF, UNSAFE_INLINE]}


class PolicyMiddleware:
    """Sends CONTENT_SECURITY_POLICY with every answer; the admin's widgets have inline styles.

    The two never change, and django-csp's own middleware writes them anew for each answer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response
        self._policy = build_policy()
        self._of_admin = build_policy(replace=_OF_ADMIN)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        is_admin = request.path.startswith("/admin/")
        response[HEADER] = self._of_admin if is_admin else self._policy
        return response
