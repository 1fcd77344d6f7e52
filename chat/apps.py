"""Joins the chat to Django and django-notifs."""

from importlib import import_module

from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "chat"

    def ready(self) -> None:
        import_module("chat.models")
