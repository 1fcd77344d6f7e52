"""Who may call."""

from django.conf import settings
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from chatire.protocol.origins import allowed_origins


class SameOrigin(BasePermission):
    """Our own page alone: the Origin header must be there, and ours.

    This is what a CSRF token would be for, and it asks for no second cookie.
    Browsers set Origin on every POST and DELETE themselves, and no script can
    change it (Fetch standard, "forbidden request-header"), so a foreign page's
    request cannot pass for ours; SameSite=Strict keeps the refresh cookie from
    it besides. Who can forge the header is a program, and holds nobody's cookie.
    """

    message = "Only Chatire's own page may call this: the Origin header is missing or foreign."

    def has_permission(self, request: Request, view: APIView) -> bool:
        return request.headers.get("Origin") in allowed_origins(settings.PUBLIC_URL)


class RegistrationIsOpen(BasePermission):
    """Anybody may sign up, unless the operator has closed that."""

    message = "Registration is closed: ask the administrator of this server for an account."

    def has_permission(self, request: Request, view: APIView) -> bool:
        return settings.REGISTRATION == "open"
