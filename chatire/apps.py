"""Loads Celery with Django.

Here and not in ``chatire/__init__.py``, so that the gateway can import
``chatire.protocol`` without either.
"""

from importlib import import_module

from django.apps import AppConfig


class ChatireConfig(AppConfig):
    name = "chatire"

    def ready(self) -> None:
        import_module("chatire.celery")
