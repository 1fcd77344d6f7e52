"""Fields that take what the contract says and nothing that merely resembles it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from rest_framework import serializers

from chatire.protocol.events import timestamp

MAX_SEQ = 2**63 - 1
"""The largest number that both databases hold."""


class TimestampField(serializers.DateTimeField):
    """A moment as the contract writes it: UTC, microseconds, ``Z``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: datetime) -> str:
        return timestamp(value)


class TextField(serializers.CharField):
    """A JSON string. DRF's own field also takes numbers; NUL and lone surrogates neither takes."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class UUIDTextField(serializers.UUIDField):
    """A UUID written as a JSON string. DRF's own field also takes numbers, ``true`` included."""

    def to_internal_value(self, data: Any) -> UUID:
        if not isinstance(data, str):
            self.fail("invalid", value=data)
        return super().to_internal_value(data)


class SeqField(serializers.IntegerField):
    """A place in a session's log, or 0 for the place before the first."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=MAX_SEQ, **kwargs)

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool | float):
            self.fail("invalid")
        return super().to_internal_value(data)


class LimitField(serializers.IntegerField):
    """How many of a list: from 1 on; more than ``most`` is taken as ``most``."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        super().__init__(min_value=1, required=False, **kwargs)

    def to_internal_value(self, data: Any) -> int:
        return min(super().to_internal_value(data), self.most)
