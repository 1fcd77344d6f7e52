"""Fields that take what is meant and nothing that merely resembles it."""

from typing import Any

from rest_framework import serializers

from chat.serializers.fields import SeqField
from economy.amounts import MAX_PRICE


class PriceField(SeqField):
    """A price: a JSON integer, in whole coins, from 1 on."""

    default_error_messages = {
        "invalid": "A price is a whole number of coins.",
        "min_value": "A price is at least one coin.",
        "max_value": "A price is at most {max_value} coins.",
    }

    def __init__(self, **kwargs: Any) -> None:
        # SeqField has bounds of its own.
        serializers.IntegerField.__init__(self, min_value=1, max_value=MAX_PRICE, **kwargs)


class SwitchField(serializers.BooleanField):
    """A JSON ``true`` or ``false``. DRF's own field also takes words and numbers."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data
