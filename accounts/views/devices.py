"""``/auth/devices/``: where one is signed in, and how to end that."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actions import devices
from accounts.models import Device
from accounts.serializers.devices import DeviceSerializer
from accounts.views.own import OwnView
from chatire.pagination import MomentPagination


class DevicePagination(MomentPagination):
    """Devices, the most recently used first."""

    ordering = ("-last_used_at", "-pk")


class _OwnDevices(OwnView):
    def alive(self) -> QuerySet[Device]:
        """Return one's own devices that may still act."""
        return Device.objects.alive(at=timezone.now()).filter(user=self.user)


class DevicesView(_OwnDevices):
    """All of one's own devices."""

    @extend_schema(
        operation_id="listDevices",
        parameters=DevicePagination.parameters,
        responses=DevicePagination.page_of(DeviceSerializer),
    )
    def get(self, request: Request) -> Response:
        """List where I am signed in, the most recently used first."""
        pages = DevicePagination()
        page = pages.paginate_queryset(self.alive(), request, view=self) or []
        shown = DeviceSerializer(page, many=True, context={"current": self.device})
        return pages.get_paginated_response(shown.data)

    @extend_schema(operation_id="signOutEverywhere", request=None, responses={204: None})
    def delete(self, request: Request) -> Response:
        """Sign out everywhere, here too."""
        devices.end_all(self.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


class DeviceView(_OwnDevices):
    """One of them."""

    @extend_schema(operation_id="signOutDevice", request=None, responses={204: None})
    def delete(self, request: Request, pk: UUID) -> Response:
        """Sign that device out, its sockets included."""
        device = self.alive().filter(pk=pk).first()
        if device is None or not devices.end(device):
            raise NotFound
        return Response(status=status.HTTP_204_NO_CONTENT)
