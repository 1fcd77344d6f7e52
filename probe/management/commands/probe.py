"""Measures the whole way of a message once, now."""

from typing import Any

from django.core.management.base import BaseCommand

from probe import actions


class Command(BaseCommand):
    help = "Posts a few messages as a client would, and prints how long each took to arrive."

    def handle(self, *args: Any, **options: Any) -> None:
        for sample in actions.run():
            self.stdout.write(str(sample))
