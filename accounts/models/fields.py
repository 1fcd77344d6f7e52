"""Columns that hold lower case only, so that no two rows differ in case alone.

Lowering in the field, not in each form and serializer, makes a look-up with
another letter case find the same row, and leaves no way round it.
"""

from typing import Any

from django.db import models


class _Lowered(models.Field):
    def to_python(self, value: Any) -> Any:
        return _lowered(super().to_python(value))

    def get_prep_value(self, value: Any) -> Any:
        return _lowered(super().get_prep_value(value))

    def pre_save(self, model_instance: models.Model, add: Any) -> Any:
        value = _lowered(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


class LoweredCharField(_Lowered, models.CharField):
    """A CharField in lower case."""


class LoweredEmailField(_Lowered, models.EmailField):
    """An EmailField in lower case."""


def _lowered(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value
