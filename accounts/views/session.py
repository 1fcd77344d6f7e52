"""``/auth/session/``: the page's sign-in, with its refresh token in a cookie.

No script reads that cookie, and it travels to these paths alone; the access
token lives in the page's memory. Who may call: see
:class:`accounts.permissions.SameOrigin`.
"""

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import tokens
from accounts.actions import devices, pages
from accounts.actions.pages import SignedOutError
from accounts.models import Device, DeviceKind
from accounts.permissions import SameOrigin
from accounts.refresh import RefreshToken
from accounts.serializers.credentials import AccessSerializer, CredentialsSerializer
from accounts.sign_in import WrongCredentialsError, sign_in
from accounts.views.public import PublicView

COOKIE = "chatire_refresh"
COOKIE_PATH = "/auth/session/"


class SessionView(PublicView):
    """Signs the page in, and out."""

    permission_classes = (SameOrigin,)
    serializer_class = CredentialsSerializer

    @extend_schema(responses=AccessSerializer)
    def post(self, request: Request) -> Response:
        credentials = self.validated(request)
        try:
            device = sign_in(request, **credentials, kind=DeviceKind.PAGE).device
        except WrongCredentialsError:
            raise AuthenticationFailed("The username or the password is wrong.") from None
        # Its cookie is about to be replaced: nobody could sign it out later.
        _end_presented(request)
        return _signed_in(device)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request) -> Response:
        _end_presented(request)
        response = Response(status=status.HTTP_204_NO_CONTENT)
        response.delete_cookie(COOKIE, path=COOKIE_PATH, samesite="Strict")
        return response


class SessionRefreshView(PublicView):
    """Gives the page a new access token, and its cookie the next refresh token."""

    permission_classes = (SameOrigin,)

    @extend_schema(request=None, responses=AccessSerializer)
    def post(self, request: Request) -> Response:
        token = _presented(request)
        if token is None:
            raise AuthenticationFailed("This page is not signed in.")
        try:
            device = pages.rotate(token)
        except SignedOutError:
            # The cookie is left alone: a sign-in in another tab may have
            # replaced it while this request was on its way.
            raise AuthenticationFailed("This page is signed out.") from None
        return _signed_in(device)


def _presented(request: Request) -> RefreshToken | None:
    return RefreshToken.read(request.COOKIES.get(COOKIE, ""))


def _end_presented(request: Request) -> None:
    token = _presented(request)
    if token is not None:
        pages.end(token)


def _signed_in(device: Device) -> Response:
    response = Response({"access": tokens.access(device)})
    response["Cache-Control"] = "no-store"
    response.set_cookie(
        COOKIE,
        str(RefreshToken(device.pk, device.generation)),
        max_age=devices.LIFETIMES[DeviceKind.PAGE],
        path=COOKIE_PATH,
        secure=settings.PUBLIC_URL.startswith("https://"),
        httponly=True,
        samesite="Strict",
    )
    return response
