"""Joins the chat to Django and django-notifs."""

from importlib import import_module

from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "chat"

    def ready(self) -> None:
        # django-notifs knows a channel or a provider once it is imported;
        # receivers, checks and the schedule register themselves likewise.
        for module in ("providers", "channels", "receivers", "backlog", "checks", "schedule"):
            import_module(f"chat.{module}")
