"""Pages whose length the caller chooses."""

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from chat.serializers.fields import LimitField
from chatire.pagination import CURSOR, MomentPagination

DEFAULT_LIMIT = 50
MAX_LIMIT = 200


class LimitedPagination(MomentPagination):
    """A list of which ``limit`` at most are on a page."""

    page_size_query_param = "limit"
    parameters = [CURSOR, OpenApiParameter("limit", int, description=f"At most {MAX_LIMIT}.")]

    def get_page_size(self, request: Request) -> int:
        raw = request.query_params.get("limit")
        if raw is None:
            return DEFAULT_LIMIT
        try:
            limit: int = LimitField(most=MAX_LIMIT).run_validation(raw)
        except serializers.ValidationError as error:
            raise ValidationError({"limit": error.detail}) from error
        return limit


class SessionPagination(LimitedPagination):
    """Sessions, the most recently active first."""

    ordering = ("-active_at", "-pk")


class NotificationPagination(LimitedPagination):
    """Notifications, the newest first."""

    ordering = ("-created_at", "-pk")
