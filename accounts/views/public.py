"""The base of everything that is called by nobody in particular yet."""

from typing import Any

from rest_framework.generics import GenericAPIView
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer, Serializer

from accounts.authentication import CHALLENGE


class PublicView(GenericAPIView[Any]):
    """Reads no Authorization header: an old token in it must keep nobody from a new one."""

    authentication_classes = ()
    permission_classes: tuple[type[BasePermission], ...] = (AllowAny,)
    # No body, until a view says which: OPTIONS asks each of them.
    serializer_class: type[BaseSerializer[Any]] = Serializer

    def get_authenticate_header(self, request: Request) -> str:
        # Without one of its own DRF would turn each 401 of this view into 403.
        return CHALLENGE

    def validated(self, request: Request) -> dict[str, Any]:
        """Return the body of ``request`` as the view's serializer reads it, or raise 400."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)
