"""``/auth/users/set_password/`` and ``reset_password``, under djoser's paths."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import mail, throttles
from accounts.actions import users
from accounts.actions.users import StaleLinkError
from accounts.serializers.passwords import (
    EmailSerializer,
    ResetPasswordSerializer,
    SetPasswordSerializer,
)
from accounts.sign_in import knows_password
from accounts.views.own import OwnView
from accounts.views.public import PublicView
from accounts.views.users import WRONG_PASSWORD

STALE_LINK = {"token": ["Invalid token for given user."]}


class SetPasswordView(OwnView):
    """Sets a new password; the device that asks stays signed in, and no other."""

    serializer_class = SetPasswordSerializer

    @extend_schema(responses={204: None})
    def post(self, request: Request) -> Response:
        wanted = self.validated(request)
        if not knows_password(request, self.user, password=wanted["current_password"]):
            raise ValidationError(WRONG_PASSWORD)
        users.change_password(self.user, wanted["new_password"], keep=self.device)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "user": self.user}


class ResetPasswordView(PublicView):
    """Sends the link, if the address is somebody's; the answer does not say so."""

    serializer_class = EmailSerializer

    @extend_schema(responses={204: None})
    def post(self, request: Request) -> Response:
        email = self.validated(request)["email"]
        throttles.take(throttles.mail_from(request), throttles.mail_to(email))
        mail.send_password_reset(email)
        return Response(status=status.HTTP_204_NO_CONTENT)


class ResetPasswordConfirmView(PublicView):
    """Sets a new password for whoever got the link, and signs him out everywhere."""

    serializer_class = ResetPasswordSerializer

    @extend_schema(responses={204: None})
    def post(self, request: Request) -> Response:
        link = self.validated(request)
        try:
            users.reset_password(link["user"], link["new_password"], token=link["token"])
        except StaleLinkError:
            raise ValidationError(STALE_LINK) from None
        return Response(status=status.HTTP_204_NO_CONTENT)
