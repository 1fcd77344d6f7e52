"""Devices in the administration: looked at, and signed out."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.actions import devices
from accounts.models import Device


class DeviceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("user", "kind", "label", "created_at", "last_used_at", "ended_at")
    list_filter = ("kind",)
    list_select_related = ("user",)
    search_fields = ("user__username",)
    fields = readonly_fields = (
        "id", "user", "kind", "label", "created_at", "last_used_at", "expires_at", "ended_at",
    )  # fmt: skip
    actions = ("sign_out",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description="Sign out the selected devices", permissions=["change"])
    def sign_out(self, request: HttpRequest, queryset: QuerySet[Device]) -> None:
        ended = sum(devices.end(device) for device in queryset)
        self.message_user(request, f"{ended} signed out.")
