from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who somebody is, on which device, and how he proved it. Knows nothing of chats."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Both are found by being imported.
        import_module("accounts.checks")
        import_module("accounts.schema")
