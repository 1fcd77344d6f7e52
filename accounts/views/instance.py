"""``/api/instance/``: what a page must know before anybody has signed in."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.views.public import PublicView


class InstanceSerializer(serializers.Serializer[Any]):
    """Whether a stranger may sign up by himself, and whether there is an economy."""

    registration = serializers.ChoiceField(choices=["open", "closed"])
    economy = serializers.BooleanField()


class InstanceView(PublicView):
    """Tells how this instance is set up."""

    @extend_schema(responses=InstanceSerializer)
    def get(self, request: Request) -> Response:
        return Response({"registration": settings.REGISTRATION, "economy": settings.ECONOMY})
