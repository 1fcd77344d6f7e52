"""``/auth/jwt/``: programs with a short-lived access token and a refresh token."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework_simplejwt.exceptions import TokenError

from accounts import tokens
from accounts.authentication import alive
from accounts.models import Device, DeviceKind
from accounts.serializers.credentials import (
    AccessSerializer,
    CredentialsSerializer,
    PairSerializer,
    RefreshSerializer,
    VerifySerializer,
)
from accounts.sign_in import WrongCredentialsError, sign_in
from accounts.tokens import Bearer
from accounts.views.public import PublicView


class CreateView(PublicView):
    """Signs in on a device of its own."""

    serializer_class = CredentialsSerializer

    @extend_schema(responses=PairSerializer)
    def post(self, request: Request) -> Response:
        credentials = self.validated(request)
        try:
            device = sign_in(request, **credentials, kind=DeviceKind.JWT).device
        except WrongCredentialsError:
            raise AuthenticationFailed(
                "No active account found with the given credentials."
            ) from None
        return Response({"access": tokens.access(device), "refresh": tokens.refresh(device)})


class RefreshView(PublicView):
    """Gives a new access token as long as the device is signed in."""

    serializer_class = RefreshSerializer

    @extend_schema(responses=AccessSerializer)
    def post(self, request: Request) -> Response:
        refresh = self.validated(request)["refresh"]
        try:
            device = _device(Bearer.of_refresh(refresh))
        except TokenError:
            raise AuthenticationFailed("Token is invalid or expired.") from None
        return Response({"access": tokens.access(device)})


class VerifyView(PublicView):
    """Says whether a token, access or refresh, would be believed at this moment."""

    serializer_class = VerifySerializer

    @extend_schema(responses={200: None})
    def post(self, request: Request) -> Response:
        token = self.validated(request)["token"]
        try:
            _device(Bearer.of_any(token))
        except TokenError:
            raise AuthenticationFailed("Token is invalid or expired.") from None
        return Response({})


def _device(bearer: Bearer) -> Device:
    device = alive(bearer, now=timezone.now())
    if device is None:
        raise AuthenticationFailed("This device is signed out.")
    return device
