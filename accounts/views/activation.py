"""``/auth/users/activation/``: the e-mail address is proved, where that is asked for.

Off unless DJOSER["SEND_ACTIVATION_EMAIL"] is set.
"""

from djoser.conf import settings as djoser_settings
from djoser.constants import Messages
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import mail, throttles
from accounts.actions import users
from accounts.actions.users import StaleLinkError
from accounts.serializers.passwords import EmailSerializer, LinkSerializer
from accounts.views.passwords import STALE_LINK
from accounts.views.public import PublicView


class ActivationView(PublicView):
    """Lets a new account sign in."""

    serializer_class = LinkSerializer

    @extend_schema(responses={204: None})
    def post(self, request: Request) -> Response:
        link = self.validated(request)
        if link["user"].is_active:
            raise PermissionDenied(Messages.STALE_TOKEN_ERROR)
        try:
            users.activate(link["user"], token=link["token"])
        except StaleLinkError:
            raise ValidationError(STALE_LINK) from None
        return Response(status=status.HTTP_204_NO_CONTENT)


class ResendActivationView(PublicView):
    """Sends the activation link again; the answer does not say whether there was one."""

    serializer_class = EmailSerializer

    @extend_schema(responses={204: None})
    def post(self, request: Request) -> Response:
        email = self.validated(request)["email"]
        if not djoser_settings.SEND_ACTIVATION_EMAIL:
            raise ValidationError({"detail": "Accounts here need no activation."})
        throttles.take(throttles.mail_from(request), throttles.mail_to(email))
        mail.send_activation(email)
        return Response(status=status.HTTP_204_NO_CONTENT)
