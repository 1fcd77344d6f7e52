"""The economy's paths, under ``/api/economy/``; with ECONOMY=off there are none."""

from django.urls import path

from economy.views.draws import DrawsView, DrawView
from economy.views.market import (
    ApproveView,
    AskView,
    ItemsView,
    ItemView,
    OfferView,
    WithdrawView,
)
from economy.views.wallet import (
    EconomyOverview,
    EntriesFileView,
    EntriesView,
    PreferencesView,
)

urlpatterns = [
    path("", EconomyOverview.as_view()),
    path("preferences/", PreferencesView.as_view()),
    path("entries/", EntriesView.as_view()),
    path("entries.csv", EntriesFileView.as_view()),
    path("draws/", DrawsView.as_view()),
    path("draws/<int:number>/", DrawView.as_view()),
    path("items/", ItemsView.as_view()),
    path("items/<int:item_id>/", ItemView.as_view()),
    path("items/<int:item_id>/offer/", OfferView.as_view()),
    path("items/<int:item_id>/withdraw/", WithdrawView.as_view()),
    path("items/<int:item_id>/ask/", AskView.as_view()),
    path("items/<int:item_id>/approve/", ApproveView.as_view()),
]
