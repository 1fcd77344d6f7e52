"""Users in the administration: made, disabled, never deleted."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    AdminUserCreationForm,
    UserChangeForm,
)
from django.db import transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from accounts.actions import devices, users
from accounts.models import User


class CreationForm(AdminUserCreationForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = ("username", "email")


class ChangeForm(UserChangeForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = "__all__"


class PasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]
    """Also signs out whose password is taken away altogether, which Django tells nobody."""

    @transaction.atomic
    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002 - Django's own signature
        user: User = super().save(commit=commit)
        devices.end_all(user)
        return user


class UserAdmin(DjangoUserAdmin):  # type: ignore[type-arg]
    form = ChangeForm
    add_form = CreationForm
    change_password_form = PasswordForm
    list_display = ("username", "email", "is_active", "is_staff", "date_joined")
    list_filter = ("is_active", "is_staff", "is_superuser")
    readonly_fields = ("last_login", "date_joined", "disabled_at", "deleted_at")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": ("first_name", "last_name", "email", "is_bot")}),
        (
            "May",
            {
                "fields": (
                    "is_active",
                    "is_staff",
                    "is_superuser",
                    "groups",
                    "user_permissions",
                )
            },
        ),
        ("When", {"fields": ("date_joined", "last_login", "disabled_at", "deleted_at")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("username", "email", "usable_password", "password1", "password2"),
            },
        ),
    )
    actions = ("disable", "enable")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A username stands for ever: messages and invitations name people by it."""
        return ("username", *self.readonly_fields) if obj else self.readonly_fields

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A tombstone is not dug up."""
        dead = isinstance(obj, User) and obj.deleted_at is not None
        return not dead and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:  # type: ignore[type-arg]  # noqa: FBT001
        toggled = change and "is_active" in form.changed_data
        wanted = obj.is_active
        if toggled:
            obj.is_active = not wanted  # as it stands; the action below changes it
        super().save_model(request, obj, form, change)
        if toggled:
            (users.enable if wanted else users.disable)(obj)

    @admin.action(description="Disable the selected users", permissions=["change"])
    def disable(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset.filter(is_active=True):
            users.disable(user)

    @admin.action(description="Enable the selected users", permissions=["change"])
    def enable(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset.filter(is_active=False):
            users.enable(user)
