"""Chains and draws in the admin: what is public of them, and no secret."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from chat.admin.shown import ShownAdmin
from economy.models import Chain, Draw


@admin.register(Chain)
class ChainAdmin(ShownAdmin):
    list_display = ("pk", "anchor", "length", "created_at")
    # An administrator could tell who wins next.
    fields = ("anchor", "length", "created_at")


@admin.register(Draw)
class DrawAdmin(ShownAdmin):
    list_display = ("number", "period", "entrant_count", "prize", "winner", "settled_at")
    list_select_related = ("winner",)
    search_fields = ("number", "winner__username")
    ordering = ("-number",)
    # A list may be very long; `manage.py verify_draw` reads it.
    exclude = ("entrants",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Draw]:
        return super().get_queryset(request).defer("entrants")
