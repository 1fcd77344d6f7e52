"""The form of the set-up page, and the sign-in form of the admin."""

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts import throttles, usernames
from accounts.actions import places
from accounts.actions.places import FullError
from accounts.models import User
from accounts.serializers.fields import PASSWORD_LENGTH


class AdministratorForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who the first administrator shall be."""

    password = forms.CharField(
        strip=False,
        max_length=PASSWORD_LENGTH,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 8 characters, and not one of the common ones.",
    )

    class Meta:
        model = User
        fields = ("username", "email")
        labels = {"email": "E-mail"}
        help_texts = {"username": "Letters a-z, digits, dots, underscores, hyphens."}
        widgets = {
            "username": forms.TextInput(
                attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}
            ),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        usernames.validate_not_reserved(username)
        return username

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        person = User(username=cleaned.get("username", ""), email=cleaned.get("email", ""))
        if "password" in cleaned:
            try:
                validate_password(cleaned["password"], person)
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class ThrottledLoginForm(AdminAuthenticationForm):
    """The admin's sign-in: one more door for passwords, counted with the others."""

    def clean(self) -> dict[str, Any]:
        username = self.cleaned_data.get("username")
        if self.request is None or not username:
            return super().clean()
        failures = throttles.login_failures(self.request, username)
        try:
            taken = places.take([throttles.login(self.request), *failures])
        except FullError as full:
            wait = throttles.retry_after(full)
            raise ValidationError(f"Too many tries. Please wait {wait} seconds.") from None
        try:
            cleaned = super().clean()
        except ValidationError:
            places.keep(taken)
            raise
        places.give_back(taken)
        return cleaned
