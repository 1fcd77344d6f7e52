"""``/auth/token/``: programs with a key of their own, under djoser's paths."""

from djoser.constants import Messages
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actions import devices
from accounts.models import DeviceKind
from accounts.serializers.credentials import CredentialsSerializer, KeySerializer
from accounts.sign_in import WrongCredentialsError, sign_in
from accounts.views.own import OwnView
from accounts.views.public import PublicView


class LoginView(PublicView):
    """Makes a key; each login has its own, and it is shown this once."""

    serializer_class = CredentialsSerializer

    @extend_schema(responses=KeySerializer)
    def post(self, request: Request) -> Response:
        credentials = self.validated(request)
        try:
            started = sign_in(request, **credentials, kind=DeviceKind.TOKEN)
        except WrongCredentialsError:
            # djoser's answer: its clients look for a 400 here.
            raise serializers.ValidationError(
                {"non_field_errors": [Messages.INVALID_CREDENTIALS_ERROR]}
            ) from None
        return Response({"auth_token": started.key})


class LogoutView(OwnView):
    """Ends the device that asks, of whatever kind, its sockets included."""

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        devices.end(self.device)
        return Response(status=status.HTTP_204_NO_CONTENT)
