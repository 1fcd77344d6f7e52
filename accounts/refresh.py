"""The page's refresh token: what stands in its cookie.

``<device>.<generation>.<mac>``: it follows from the device, a counter and the
secret key. So nothing of it is stored, and whoever asks twice within the grace
time gets the same successor twice: a forked chain could not tell a second tab
from a thief.
"""

import re
from dataclasses import dataclass
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

_FORM = re.compile(r"([0-9a-f]{32})\.([0-9]{1,9})\.[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """The ``generation``-th refresh token of ``device``."""

    device: UUID
    generation: int

    def __str__(self) -> str:
        statement = f"{self.device.hex}.{self.generation}"
        mac = salted_hmac("accounts.refresh", statement, algorithm="sha256").hexdigest()
        return f"{statement}.{mac}"

    @classmethod
    def read(cls, text: str) -> "RefreshToken | None":
        """Return the token written as ``text``, or None where we did not write it."""
        match = _FORM.fullmatch(text)
        if match is None:
            return None
        token = cls(device=UUID(match[1]), generation=int(match[2]))
        return token if constant_time_compare(text, str(token)) else None
