"""``/api/economy/draws/``: the draws, with their proofs."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from economy.draws import found, shown_to
from economy.pagination import DrawPagination
from economy.serializers.draws import DrawSerializer, DrawWithEntrantsSerializer
from economy.views.base import EconomyView, found_or_404


class DrawsView(EconomyView):
    """All draws."""

    @extend_schema(
        operation_id="listDraws",
        parameters=DrawPagination.parameters,
        responses=DrawPagination.page_of(DrawSerializer),
    )
    def get(self, request: Request) -> Response:
        """List the draws, the newest first."""
        pages = DrawPagination()
        page = pages.paginate_queryset(found(), request, view=self) or []
        shown = DrawSerializer(shown_to(self.user, page), many=True)
        return pages.get_paginated_response(shown.data)


class DrawView(EconomyView):
    """One draw."""

    @extend_schema(operation_id="getDraw", responses=DrawWithEntrantsSerializer)
    def get(self, request: Request, number: int) -> Response:
        """Return a draw with its list: all that is needed to check it."""
        draw = found_or_404(found(), number=number)
        (shown,) = shown_to(self.user, [draw])
        return Response(DrawWithEntrantsSerializer(shown).data)
