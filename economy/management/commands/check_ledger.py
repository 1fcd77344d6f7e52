"""Proves that no coin came from nowhere: exit code 1, and sentences, where it is not so."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from economy.audit import faults
from economy.models import Entry, Wallet


class Command(BaseCommand):
    help = "Checks that all entries sum to zero, and each wallet and transfer to what it says."

    def handle(self, *args: Any, **options: Any) -> None:
        if found := faults():
            raise CommandError("\n".join(found))
        wallets, entries = Wallet.objects.count(), Entry.objects.count()
        self.stdout.write(f"In order: {wallets} wallets, {entries} entries.")
