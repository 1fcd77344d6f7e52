"""``/setup/<token>/``: the page on which the first administrator is made."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.actions import setup
from accounts.actions.setup import LinkGoneError
from accounts.actions.users import TakenError
from accounts.forms import AdministratorForm


@method_decorator([never_cache, sensitive_post_parameters("password")], name="dispatch")
class SetupView(View):
    """A form as long as the link is good, and a sentence afterwards."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        if not setup.is_good(token):
            return _gone(request)
        return _form(request, AdministratorForm())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        if not setup.is_good(token):
            return _gone(request)
        form = AdministratorForm(request.POST)
        if not form.is_valid():
            return _form(request, form, status=400)
        try:
            user = setup.create_administrator(token, **form.cleaned_data)
        except LinkGoneError:
            return _gone(request)
        except TakenError as error:
            form.add_error(error.field, "Another account has this already.")
            return _form(request, form, status=400)
        return render(request, "accounts/setup_done.html", {"username": user.username})


def _form(request: HttpRequest, form: AdministratorForm, *, status: int = 200) -> HttpResponse:
    return render(request, "accounts/setup.html", {"form": form}, status=status)


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/setup_gone.html", status=404)
