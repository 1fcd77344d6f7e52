"""Columns that hold lower case only, so that no two rows differ in case alone.

Lowering in the field, not in each form and serializer, makes a look-up with
another letter case find the same row, and leaves no way round it.
"""

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    # Generic to the type checker only.
    AnyField = models.Field[Any, Any]
    AnyCharField = models.CharField[Any, Any]
    AnyEmailField = models.EmailField[Any, Any]
else:
    AnyField, AnyCharField, AnyEmailField = models.Field, models.CharField, models.EmailField


class _Lowered(AnyField):
    def to_python(self, value: Any) -> Any:
        return _lowered(super().to_python(value))

    def get_prep_value(self, value: Any) -> Any:
        return _lowered(super().get_prep_value(value))

    def pre_save(self, model_instance: models.Model, add: Any) -> Any:
        value = _lowered(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


class LoweredCharField(_Lowered, AnyCharField):
    """A CharField in lower case."""


class LoweredEmailField(_Lowered, AnyEmailField):
    """An EmailField in lower case."""


def _lowered(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value
