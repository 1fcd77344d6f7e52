"""What keeps a message from arriving."""


class NoWayError(Exception):
    """A message did not go the whole way; the sentence says where it ended."""
