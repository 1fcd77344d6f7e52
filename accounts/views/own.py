"""The base of everything that somebody does with his own account."""

from typing import Any, cast

from rest_framework.generics import GenericAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer, Serializer

from accounts.models import Device, User


class OwnView(GenericAPIView[Any]):
    permission_classes = (IsAuthenticated,)
    # No body, until a view says which: OPTIONS asks each of them.
    serializer_class: type[BaseSerializer[Any]] = Serializer

    @property
    def user(self) -> User:
        """Return who asks."""
        return cast(User, self.request.user)

    @property
    def device(self) -> Device:
        """Return the device on which he asks."""
        return cast(Device, self.request.auth)

    def validated(self, request: Request, **options: Any) -> dict[str, Any]:
        """Return the body of ``request`` as the view's serializer reads it, or raise 400."""
        serializer = self.get_serializer(data=request.data, **options)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)
