"""What the rest of the program may listen to.

Sent after the commit, never inside the transaction: whoever is told can rely
on it.
"""

from django.dispatch import Signal

committed = Signal()
"""``publication``: a :class:`chat.publications.Publication` whose cause is committed."""
