"""Prints the one-time link with which the first administrator is made."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse

from accounts.actions import setup


class Command(BaseCommand):
    help = "Prints the one-time link for the first administrator, or nothing when there is one."

    def handle(self, *args: Any, **options: Any) -> None:
        token = setup.make_link()
        if token is not None:
            self.stdout.write(settings.PUBLIC_URL.rstrip("/") + reverse("setup", args=[token]))
