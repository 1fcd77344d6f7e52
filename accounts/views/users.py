"""``/auth/users/``: signing up, and one's own account. Nobody else's."""

from collections.abc import Iterator
from contextlib import contextmanager

from djoser.conf import settings as djoser_settings
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import APIException, NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import mail, throttles
from accounts.actions import places, users
from accounts.actions.places import Claim, Place
from accounts.actions.users import TakenError
from accounts.models import User
from accounts.permissions import RegistrationIsOpen
from accounts.serializers.credentials import CurrentPasswordSerializer
from accounts.serializers.users import OwnUserSerializer, SignUpSerializer
from accounts.sign_in import knows_password
from accounts.views.own import OwnView
from accounts.views.public import PublicView

WRONG_PASSWORD = {"current_password": ["Invalid password."]}


class SignUpView(PublicView):
    """Makes an account."""

    permission_classes = (RegistrationIsOpen,)
    serializer_class = SignUpSerializer

    @extend_schema(responses={201: OwnUserSerializer})
    def post(self, request: Request) -> Response:
        with _asking_who_exists(throttles.sign_up(request)) as taken:
            user = _register(**self.validated(request))
            places.keep(taken)
        return Response(OwnUserSerializer(user).data, status=status.HTTP_201_CREATED)


class OwnUserView(OwnView):
    """Oneself: the only account whose e-mail address one ever sees."""

    serializer_class = OwnUserSerializer

    def get(self, request: Request) -> Response:
        return Response(self.get_serializer(self.user).data)

    def patch(self, request: Request) -> Response:
        with _asking_who_exists(throttles.change(self.user)) as taken:
            serializer = self.get_serializer(self.user, data=request.data, partial=True)
            serializer.is_valid(raise_exception=True)
            with _refused_where_taken():
                users.change(self.user, **serializer.validated_data)
            places.give_back(taken)
        return Response(serializer.data)

    @extend_schema(request=CurrentPasswordSerializer, responses={204: None})
    def delete(self, request: Request) -> Response:
        serializer = CurrentPasswordSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        password = serializer.validated_data["current_password"]
        if not knows_password(request, self.user, password=password):
            raise ValidationError(WRONG_PASSWORD)
        users.delete(self.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


class UserView(OwnView):
    """The same by number, as djoser has it: one's own, and nobody else's."""

    serializer_class = OwnUserSerializer

    def get(self, request: Request, pk: int) -> Response:
        if pk != self.user.pk:
            raise NotFound
        return Response(self.get_serializer(self.user).data)


def _register(*, username: str, email: str, password: str) -> User:
    by_mail = bool(djoser_settings.SEND_ACTIVATION_EMAIL)
    with _refused_where_taken():
        user = users.register(username, email, password=password, is_active=not by_mail)
    if by_mail:
        mail.send_activation(user.email)
    return user


@contextmanager
def _refused_where_taken() -> Iterator[None]:
    """Answer 400 where another request took the name after it had been looked up."""
    try:
        yield
    except TakenError as error:
        message = User._meta.get_field(error.field).error_messages["unique"]  # type: ignore[union-attr]
        raise ValidationError({error.field: [message]}, code="unique") from None


@contextmanager
def _asking_who_exists(claim: Claim) -> Iterator[list[Place]]:
    """Take a place, which is lost where the answer tells that somebody has an account.

    A weak password or broken JSON costs nothing; the names and addresses of
    all accounts must not be had for the asking.
    """
    taken = throttles.take(claim)
    try:
        yield taken
    except APIException as error:
        is_free = error.status_code < 500 and not _says_who_exists(error)
        (places.give_back if is_free else places.keep)(taken)
        raise


def _says_who_exists(error: APIException) -> bool:
    details = error.detail.values() if isinstance(error.detail, dict) else [error.detail]
    return any(getattr(one, "code", None) == "unique" for many in details for one in many)
