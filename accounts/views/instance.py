"""``/api/instance/``: what a page must know before anybody has signed in."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.views.public import PublicView


class InstanceSerializer(serializers.Serializer[Any]):
    """``registration``: whether a stranger may sign up by himself."""

    registration = serializers.ChoiceField(choices=["open", "closed"])


class InstanceView(PublicView):
    """Tells how this instance is set up."""

    @extend_schema(responses=InstanceSerializer)
    def get(self, request: Request) -> Response:
        return Response({"registration": settings.REGISTRATION})
