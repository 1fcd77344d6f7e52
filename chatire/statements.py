"""Queries that Django writes once, and not anew for each call.

For a query in the way of every request: Django takes ten times longer to write it than the
database to answer. It stays a query of the ORM, so that its columns and joins follow the models
and both databases get their own SQL; only the values come later.
"""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)


class Parameter(Expression):
    """The place of a value that each call brings; with a ``field`` where that stores it otherwise.

    (SQLite has a UUID as text.)
    """

    def __init__(self, name: str, field: "Field[Any, Any] | None" = None) -> None:
        super().__init__(field)
        self.name = name
        self._stored_as = field

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the placeholder, and this in its place."""
        return "%s", (self,)

    def stored(self, value: Any) -> Any:
        """Return ``value`` as the database takes it."""
        return self._stored_as.get_db_prep_value(value, connection) if self._stored_as else value


class Statement(Generic[M]):
    """What the queryset of ``query`` returns, for values of its parameters.

    ``query`` is called once, at the first use. Every value in it is a :class:`Parameter`, and
    none of them None: that would be other SQL.
    """

    def __init__(self, query: Callable[[], "QuerySet[M]"]) -> None:
        self._query = query

    def one(self, **values: Any) -> M | None:
        """Return the first that is found, if any."""
        return next(self.each(**values), None)

    def each(self, **values: Any) -> Iterator[M]:
        """Return all that is found."""
        sql, parameters, read = self._written
        with connection.cursor() as cursor:
            cursor.execute(sql, [each.stored(values[each.name]) for each in parameters])
            rows = cursor.fetchall()
        return map(read, rows)

    @cached_property
    def _written(self) -> tuple[str, list[Parameter], Callable[[tuple[Any, ...]], M]]:
        queryset = self._query()
        compiler = queryset.query.get_compiler(using=queryset.db)
        sql, parameters = compiler.as_sql()
        return sql, list(parameters), _reader(compiler, queryset.db)


def _reader(compiler: Any, alias: str) -> Callable[[tuple[Any, ...]], Any]:
    """Return what makes a model of a row: django.db.models.query.ModelIterable's, once for all."""
    columns = [column for column, *_ in compiler.select]
    conversions = [
        (position, convert, column)
        for position, (converters, column) in compiler.get_converters(columns).items()
        for convert in converters
    ]
    model, own = compiler.klass_info["model"], compiler.klass_info["select_fields"]
    start, end = own[0], own[-1] + 1
    names = [column.target.attname for column in columns[start:end]]
    related = get_related_populators(compiler.klass_info, compiler.select, alias)  # type: ignore[call-arg]
    annotations = list(compiler.annotation_col_map.items())

    def read(row: tuple[Any, ...]) -> Any:
        values = list(row)
        for position, convert, column in conversions:
            values[position] = convert(values[position], column, connection)
        found = model.from_db(alias, names, values[start:end])
        for populator in related:
            populator.populate(values, found)
        for name, position in annotations:
            setattr(found, name, values[position])
        return found

    return read
