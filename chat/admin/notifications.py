"""Notifications in the admin."""

from django.contrib import admin

from chat.admin.shown import ShownAdmin
from chat.models import Notification


@admin.register(Notification)
class NotificationAdmin(ShownAdmin):
    list_display = ("user", "kind", "text", "created_at", "read_at")
    list_filter = ("kind",)
    list_select_related = ("user",)
    search_fields = ("user__username",)
    ordering = ("-pk",)
