"""Joins the economy to Django. It can be switched off: ECONOMY=off."""

from importlib import import_module

from django.apps import AppConfig


class EconomyConfig(AppConfig):
    name = "economy"

    def ready(self) -> None:
        # Both register themselves by being imported.
        for module in ("receivers", "schedule"):
            import_module(f"economy.{module}")
