"""Fields that take what the contract says and nothing that merely resembles it."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from rest_framework import serializers

from accounts.serializers.fields import TextField as TextField
from chatire.protocol.events import timestamp

_DIGITS = re.compile(r"-?[0-9]{1,30}")

MAX_SEQ = 2**63 - 1
"""The largest number that both databases hold."""


class TimestampField(serializers.DateTimeField):
    """A moment as the contract writes it: UTC, microseconds, ``Z``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: datetime) -> str:
        return timestamp(value)


class UUIDTextField(serializers.UUIDField):
    """A UUID written as a JSON string. DRF's own field also takes numbers, ``true`` included."""

    def to_internal_value(self, data: Any) -> UUID:
        if not isinstance(data, str):
            self.fail("invalid", value=data)
        return super().to_internal_value(data)


class SeqField(serializers.IntegerField):
    """A place in a session's log, or 0 for the place before the first: a JSON integer."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=MAX_SEQ, **kwargs)

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return data


class SeqParameter(SeqField):
    """The same in an address: digits alone. ``int`` also takes blanks and ``1_0``."""

    def to_internal_value(self, data: Any) -> int:
        if _DIGITS.fullmatch(data) is None:
            self.fail("invalid")
        return super().to_internal_value(int(data))


class LimitField(serializers.IntegerField):
    """How many of a list: from 1 on; more than ``most`` is taken as ``most``."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        super().__init__(min_value=1, required=False, **kwargs)

    def to_internal_value(self, data: Any) -> int:
        return min(super().to_internal_value(data), self.most)
