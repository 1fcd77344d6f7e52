"""Admin classes that show and change nothing.

A row that was changed or deleted here would leave no event, and every client
would go on showing what is not so.
"""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
else:  # Django's own classes take no parameters
    ModelAdmin = admin.ModelAdmin
    TabularInline = admin.TabularInline


class ShownOnly:
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ShownAdmin(ShownOnly, ModelAdmin):
    """A model that is shown."""

    show_full_result_count = False


class ShownInline(ShownOnly, TabularInline):
    """Rows that are shown with their parent."""

    extra = 0
