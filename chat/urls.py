"""The chat's paths, under ``/api/``."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
