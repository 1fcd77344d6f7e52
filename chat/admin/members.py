"""Members in the admin."""

from typing import cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import User
from chat.actions.members import leave
from chat.admin.shown import ShownAdmin
from chat.errors import ActionRefusedError
from chat.models import Member


@admin.register(Member)
class MemberAdmin(ShownAdmin):
    list_display = ("session", "user", "role", "joined_at", "last_read_seq")
    list_filter = ("role",)
    list_select_related = ("session", "user")
    search_fields = ("session__uri", "user__username")
    ordering = ("-pk",)
    actions = ("remove",)

    @admin.action(description="Remove from the session")
    def remove(self, request: HttpRequest, queryset: QuerySet[Member]) -> None:
        for member in queryset.select_related("session", "user"):
            try:
                leave(member.session, member.user, by=cast(User, request.user))
            except ActionRefusedError:
                sentence = f"{member} was not removed: an owner hands over first."
                self.message_user(request, sentence, messages.ERROR)
