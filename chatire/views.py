"""What views of every app need."""

from copy import copy
from functools import cache
from typing import Any, cast

from rest_framework import serializers, status
from rest_framework.exceptions import APIException
from rest_framework.request import Request


class Conflict(APIException):
    """What is asked does not fit the state that the thing is in."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"


def validated(kind: type[serializers.Serializer[Any]], data: Any) -> dict[str, Any]:
    """Return what the serializer ``kind`` makes of ``data``; 400 where it refuses."""
    serializer = copy(_pattern(kind))
    serializer.initial_data = data
    serializer.is_valid(raise_exception=True)
    return cast(dict[str, Any], serializer.validated_data)


@cache
def _pattern(kind: type[serializers.Serializer[Any]]) -> serializers.Serializer[Any]:
    """Return a serializer with its fields: DRF copies every one for each new serializer.

    They keep nothing of what they have read.
    """
    serializer = kind()
    _ = serializer.fields  # makes them
    return serializer


def query(request: Request) -> dict[str, str]:
    """Return the parameters of the address, the last of each name."""
    return request.query_params.dict()
