from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who somebody is, on which device, and how he proved it. Knows nothing of chats."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
