"""Control messages in the admin: what the gateways have not been told yet."""

from django.contrib import admin

from chat.admin.shown import ShownAdmin
from chat.models import ControlMessage


@admin.register(ControlMessage)
class ControlMessageAdmin(ShownAdmin):
    list_display = ("type", "exchange", "routing_key", "created_at")
