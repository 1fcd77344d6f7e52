"""Messages in the admin."""

from django.contrib import admin

from chat.admin.shown import ShownAdmin
from chat.models import Message


@admin.register(Message)
class MessageAdmin(ShownAdmin):
    list_display = ("session", "seq", "user", "created_at", "deleted_at")
    list_select_related = ("session", "user")
    search_fields = ("session__uri", "user__username")
    ordering = ("-pk",)
