"""What gateway workers tell each other on :data:`chatire.protocol.topology.PRESENCE`."""

from collections.abc import Mapping
from dataclasses import dataclass

from chatire.protocol.events import decode, encode
from chatire.protocol.topology import is_session_uri

Present = Mapping[int, frozenset[str]]
"""The sessions in which each user is seen, by his id."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """Who is seen on ``worker``. ``is_whole``: nobody else is; else the others are as they were."""

    worker: str
    users: Present
    is_whole: bool

    def encode(self) -> bytes:
        users = {str(user): sorted(uris) for user, uris in self.users.items()}
        return encode({"worker": self.worker, "users": users, "whole": self.is_whole})

    @classmethod
    def decode(cls, body: bytes) -> "Sighting":
        """Return the sighting in ``body``; ValueError where it is none."""
        match decode(body):
            case {"worker": str(worker), "users": dict(users), "whole": bool(is_whole)}:
                seen = {int(user): frozenset(map(_uri, uris)) for user, uris in users.items()}
                return cls(worker, seen, is_whole)
        raise ValueError("not a sighting")


def _uri(value: object) -> str:
    if isinstance(value, str) and is_session_uri(value):
        return value
    raise ValueError(f"not a chat session's uri: {value!r}")
