"""Wallets, transfers and entries in the admin."""

from django.contrib import admin

from chat.admin.shown import ShownAdmin, ShownInline
from economy.models import Entry, Transfer, Wallet


class EntryInline(ShownInline):
    model = Entry
    fields = ("wallet", "amount", "balance_after")


@admin.register(Wallet)
class WalletAdmin(ShownAdmin):
    list_display = ("__str__", "kind", "balance", "held", "held_until", "version")
    list_filter = ("kind",)
    list_select_related = ("user",)
    search_fields = ("user__username",)


@admin.register(Transfer)
class TransferAdmin(ShownAdmin):
    list_display = ("reference", "kind", "memo", "created_at")
    list_filter = ("kind",)
    search_fields = ("reference",)
    ordering = ("-pk",)
    inlines = (EntryInline,)


@admin.register(Entry)
class EntryAdmin(ShownAdmin):
    list_display = ("wallet", "amount", "balance_after", "transfer", "created_at")
    list_select_related = ("wallet__user", "transfer")
    search_fields = ("wallet__user__username", "transfer__reference")
    ordering = ("-pk",)
