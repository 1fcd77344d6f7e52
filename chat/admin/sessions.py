"""Chat sessions in the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from chat.actions.sessions import update_session
from chat.admin.shown import ShownAdmin, ShownInline
from chat.models import ChatSession, Kind, Member


class MemberInline(ShownInline):
    model = Member
    fields = ("user", "role", "joined_at", "last_read_seq")


@admin.register(ChatSession)
class SessionAdmin(ShownAdmin):
    list_display = ("uri", "title", "owner", "kind", "last_seq", "active_at")
    list_filter = ("kind",)
    list_select_related = ("owner",)
    search_fields = ("uri", "title", "owner__username")
    ordering = ("-active_at",)
    inlines = (MemberInline,)
    actions = ("make_private", "make_open")

    @admin.action(description="Make private")
    def make_private(self, request: HttpRequest, queryset: QuerySet[ChatSession]) -> None:
        _make(self, request, queryset, kind=Kind.PRIVATE)

    @admin.action(description="Make open")
    def make_open(self, request: HttpRequest, queryset: QuerySet[ChatSession]) -> None:
        _make(self, request, queryset, kind=Kind.OPEN)


def _make(shown: Any, request: HttpRequest, queryset: QuerySet[ChatSession], *, kind: Kind) -> None:
    for session in queryset:
        update_session(session, kind=kind)
    shown.message_user(request, f"{len(queryset)} sessions are {kind.label.lower()}.")
