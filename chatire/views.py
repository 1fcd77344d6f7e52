"""What views of every app need."""

from typing import Any, TypeVar, cast

from rest_framework import serializers, status
from rest_framework.exceptions import APIException
from rest_framework.request import Request

S = TypeVar("S", bound=serializers.BaseSerializer[Any])


class Conflict(APIException):
    """What is asked does not fit the state that the thing is in."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"


def validated(kind: type[S], data: Any) -> dict[str, Any]:
    """Return what the serializer ``kind`` makes of ``data``; 400 where it refuses."""
    serializer = kind(data=data)
    serializer.is_valid(raise_exception=True)
    return cast(dict[str, Any], serializer.validated_data)


def query(request: Request) -> dict[str, str]:
    """Return the parameters of the address, the last of each name."""
    return request.query_params.dict()
