"""A wallet's entries as CSV (RFC 4180), for a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator

from chatire.protocol.events import timestamp
from economy.models import Entry
from economy.serializers.wallet import reason

COLUMNS = ("id", "created_at", "kind", "text", "received", "spent", "balance_after", "reference")
"""Two columns of amounts, not one with signs: a cell that begins with a minus would be quoted."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Line:
    """What ``csv`` writes to: it keeps nothing, and hands each line back."""

    def write(self, text: str) -> str:
        return text


def lines(entries: Iterable[Entry]) -> Iterator[str]:
    """Return the header and one line an entry, each as it is read from the database."""
    writer = csv.writer(Line())
    yield writer.writerow(COLUMNS)
    for entry in entries:
        yield writer.writerow([harmless(str(cell)) for cell in _cells(entry)])


def harmless(cell: str) -> str:
    """Return ``cell`` as text that no spreadsheet takes for a formula (OWASP, "CSV Injection")."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _cells(entry: Entry) -> tuple[object, ...]:
    received, spent = (entry.amount, "") if entry.amount > 0 else ("", -entry.amount)
    at, why = timestamp(entry.created_at), reason(entry)
    transfer = entry.transfer
    return (
        *(entry.pk, at, transfer.kind, why),
        *(received, spent, entry.balance_after, transfer.reference),
    )
