"""What others are told when a right ends.

Both are sent inside the transaction that ends it, so that a receiver can write
what must follow in the same transaction: either both happen or neither does.
"""

from django.dispatch import Signal

device_ended = Signal()
"""``device``: a :class:`accounts.models.Device` that may not act any more."""

account_disabled = Signal()
"""``user``: a :class:`accounts.models.User` who may not sign in any more."""
