"""What the rest of the program may listen to."""

from django.dispatch import Signal

committed = Signal()
"""``publication``: a :class:`chat.publications.Publication` whose cause is committed.

Sent after the commit, never inside the transaction: whoever is told can rely on it.
"""

broker_returned = Signal()
"""RabbitMQ answers this process again. Sent in the publisher's thread: nobody may wait in it."""
