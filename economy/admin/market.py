"""Items, sales and asks in the admin."""

from django.contrib import admin

from chat.admin.shown import ShownAdmin, ShownInline
from economy.models import Ask, Item, Sale


class SaleInline(ShownInline):
    model = Sale
    fields = ("seller", "price", "state", "buyer", "offered_at", "ended_at")


@admin.register(Item)
class ItemAdmin(ShownAdmin):
    list_display = ("pk", "name", "owner", "tradeable_at")
    list_filter = ("kind",)
    list_select_related = ("owner",)
    search_fields = ("name", "owner__username")
    inlines = (SaleInline,)


@admin.register(Sale)
class SaleAdmin(ShownAdmin):
    list_display = ("item", "seller", "price", "state", "buyer", "offered_at", "ended_at")
    list_filter = ("state",)
    list_select_related = ("item", "seller", "buyer")
    search_fields = ("seller__username", "buyer__username")
    ordering = ("-pk",)


@admin.register(Ask)
class AskAdmin(ShownAdmin):
    list_display = ("sale", "user", "state", "created_at")
    list_filter = ("state",)
    list_select_related = ("sale__item", "user")
    ordering = ("-pk",)
