"""How lists are paged: by cursor, so that a page costs the same wherever it lies."""

from datetime import UTC
from typing import Any

from django.conf import settings
from django.utils.dateparse import parse_datetime
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request
from rest_framework.views import APIView

CURSOR = OpenApiParameter("cursor", str, description="From `next` or `previous`.")


class MomentPagination(CursorPagination):
    """A list that is ordered by a moment; ``ordering`` says which."""

    page_size = 50
    parameters = [CURSOR]

    def paginate_queryset(
        self, queryset: Any, request: Request, view: APIView | None = None
    ) -> list[Any] | None:
        page: list[Any] | None = super().paginate_queryset(queryset, request, view)
        # PUBLIC_URL alone makes links, never the Host header.
        self.base_url = settings.PUBLIC_URL + request.get_full_path()
        return page

    def decode_cursor(self, request: Request) -> Cursor | None:
        try:
            cursor = super().decode_cursor(request)
        except NotFound:
            raise _bad_cursor() from None
        # DRF would hand whatever stands there to the database.
        if (
            cursor is not None
            and cursor.position is not None
            and not _is_moment(str(cursor.position))
        ):
            raise _bad_cursor()
        return cursor

    @staticmethod
    def page_of(item: type[serializers.Serializer[Any]]) -> serializers.Serializer[Any]:
        """Return the shape of a page of ``item``, for the OpenAPI document."""
        return inline_serializer(
            name=f"{item.__name__.removesuffix('Serializer')}Page",
            fields={
                "next": serializers.URLField(allow_null=True),
                "previous": serializers.URLField(allow_null=True),
                "results": item(many=True),
            },
        )


def _is_moment(position: str) -> bool:
    """Tell whether ``position`` is a moment that a database can be asked about."""
    try:
        moment = parse_datetime(position)
        # Year 1 with an offset has no UTC.
        return moment is not None and moment.tzinfo is not None and bool(moment.astimezone(UTC))
    except (ValueError, OverflowError):
        return False


def _bad_cursor() -> ValidationError:
    return ValidationError({"cursor": ["This is no cursor of ours."]})
