"""Events in the admin."""

from django.contrib import admin

from chat.admin.shown import ShownAdmin
from chat.models import Event


@admin.register(Event)
class EventAdmin(ShownAdmin):
    list_display = ("session", "seq", "type", "at", "published_at")
    list_filter = ("type", ("published_at", admin.EmptyFieldListFilter))
    list_select_related = ("session",)
    search_fields = ("session__uri",)
    ordering = ("-pk",)
