"""``/api/economy/`` and what is one's own in it."""

from datetime import datetime

from django.conf import settings
from django.http import StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from chatire.views import validated
from economy import export
from economy.actions.preferences import prefer, preference_of
from economy.actions.wallets import wallet_of
from economy.models import Chain, Draw, Entry
from economy.pagination import EntryPagination
from economy.serializers.wallet import (
    EconomySerializer,
    EntrySerializer,
    PreferencesSerializer,
    ShownPreferencesSerializer,
)
from economy.slots import NoPeriodError, Slot, slot_at
from economy.views.base import EconomyView


class EconomyOverview(EconomyView):
    """My wallet, and when the next draw is."""

    @extend_schema(operation_id="getEconomy", responses=EconomySerializer)
    def get(self, request: Request) -> Response:
        """Return what a page begins with."""
        now = timezone.now()
        try:
            slot = slot_at(now)
        except NoPeriodError:
            slot = None
        chain = Chain.objects.defer("root", "checkpoints").order_by("-pk").first()
        shown = {
            "wallet": wallet_of(self.user),
            "preferences": preference_of(self.user),
            "prize": settings.ECONOMY_PRIZE,
            "eligible": settings.ECONOMY_ELIGIBLE,
            "next_draw_at": _next_draw_at(slot),
            "server_time": now,
            "period": (slot.end - slot.start).total_seconds() if slot else None,
            "anchor": chain.anchor if chain else None,
            "chain": chain,
        }
        return Response(EconomySerializer(shown).data)


class PreferencesView(EconomyView):
    """What I want of the lottery."""

    @extend_schema(
        operation_id="setPreferences",
        request=PreferencesSerializer,
        responses=ShownPreferencesSerializer,
    )
    def patch(self, request: Request) -> Response:
        """Say whether my wins pop up, and whether I am named among the winners."""
        changed = prefer(self.user, **validated(PreferencesSerializer, request.data))
        return Response(ShownPreferencesSerializer(changed).data)


class EntriesView(EconomyView):
    """My entries of the ledger."""

    @extend_schema(
        operation_id="listEntries",
        parameters=EntryPagination.parameters,
        responses=EntryPagination.page_of(EntrySerializer),
    )
    def get(self, request: Request) -> Response:
        """List what changed my balance, the newest first."""
        entries = Entry.objects.filter(wallet=wallet_of(self.user)).select_related("transfer")
        pages = EntryPagination()
        page = pages.paginate_queryset(entries, request, view=self) or []
        return pages.get_paginated_response(EntrySerializer(page, many=True).data)


class WhateverIsAccepted(BaseContentNegotiation):
    """A browser that saves a file may ask for ``text/csv``; an error is JSON all the same."""

    def select_parser(self, request: Request, parsers: list[object]) -> object:  # type: ignore[override]
        return parsers[0]

    def select_renderer(  # type: ignore[override]
        self, request: Request, renderers: list[object], format_suffix: str | None = None
    ) -> tuple[object, str]:
        return renderers[0], "application/json"


class EntriesFileView(EconomyView):
    """My entries, all of them, as a file."""

    content_negotiation_class = WhateverIsAccepted

    @extend_schema(
        operation_id="exportEntries",
        responses={(200, "text/csv"): OpenApiResponse(OpenApiTypes.STR)},
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        """Return what changed my balance as CSV, the oldest first.

        A cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return begins with `'`
        instead, so that no spreadsheet takes it for a formula.
        """
        entries = Entry.objects.filter(wallet=wallet_of(self.user)).select_related("transfer")
        return StreamingHttpResponse(
            export.lines(entries.order_by("pk").iterator()),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="entries.csv"'},
        )


def _next_draw_at(slot: Slot | None) -> datetime | None:
    """Return when the next winner is known: once the draw that is closed now is over.

    Where none is, the next one is closed after this period, and settled after that one.
    """
    if slot is None:
        return None
    waiting = Draw.objects.filter(settled_at=None).order_by("number")
    ends_at = waiting.values_list("ends_at", flat=True).first()
    return ends_at or slot.end + (slot.end - slot.start)
