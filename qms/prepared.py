"""Queries compiled once for each database and sent again with other values: making one costs more than its answer."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connections

Values = Mapping[str, int | dt.date | list[int]]
Build = Callable[..., Any]
Shape = tuple[tuple[str, str, int], ...]

FIRST = -910_000_001
"""Keys that no row has: what the query is compiled with, and replaced with the values that are asked for."""


class Compiled(NamedTuple):
    """One query: its database, SQL, for each of its values the name of what is asked for or the value that is always
    the same; and what its columns are, for records."""

    alias: str
    sql: str
    places: tuple[tuple[str, Any], ...]
    query: Any
    columns: list[Any]
    model: Any
    attributes: list[str]
    begin: int
    extras: dict[str, int]


def prepared_rows(build: Build, **values: Any) -> list[Any]:
    """The rows of the queryset that `build` makes of keys, lists of keys and days, as the cursor gives them.

    `build` makes the same query whatever the values: it takes nothing else, and looks at none of them.
    """
    compiled = _compiled(build, _shape(values))
    return [] if compiled is None else _asked(compiled, values)


def prepared_records(build: Build, **values: Any) -> list[Any]:
    """The records of such a queryset, with what it annotates; without related records."""
    compiled = _compiled(build, _shape(values))
    if compiled is None:
        return []
    rows: Any = _asked(compiled, values)
    if rows:
        compiler = compiled.query.get_compiler(connection=connections[compiled.alias])
        rows = compiler.apply_converters(rows, compiler.get_converters(compiled.columns))
    return [_record(compiled, row) for row in rows]


def _record(compiled: Compiled, row: Any) -> Any:
    """As Django's own iteration makes it."""
    begin = compiled.begin
    record = compiled.model.from_db(compiled.alias, compiled.attributes, row[begin : begin + len(compiled.attributes)])
    for name, place in compiled.extras.items():
        setattr(record, name, row[place])
    return record


def _asked(compiled: Compiled, values: Values) -> list[Any]:
    connection = connections[compiled.alias]
    flat = _flat(values)
    given = [_adapted(connection, flat[name]) if name in flat else fixed for name, fixed in compiled.places]
    with connection.cursor() as cursor:
        cursor.execute(compiled.sql, given)
        found: list[Any] = cursor.fetchall()
        return found


def _shape(values: Values) -> Shape:
    return tuple((name, *_kind(value)) for name, value in sorted(values.items()))


def as_day(value: Any) -> Any:
    """A day, which one database gives as a text where a past day is read."""
    return dt.date.fromisoformat(value[:10]) if isinstance(value, str) else value


def _kind(value: Any) -> tuple[str, int]:
    if isinstance(value, list):
        return "keys", len(value)
    return ("day", 0) if isinstance(value, dt.date) else ("key", 0)


def _flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """Every single value by name; those of a list by their place."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        many = isinstance(value, list)
        found.update({f"{name} {place}": one for place, one in enumerate(value)} if many else {name: value})
    return found


def _adapted(connection: Any, value: Any) -> Any:
    return connection.ops.adapt_datefield_value(value) if isinstance(value, dt.date) else value


@lru_cache(maxsize=500)
def _compiled(build: Build, shape: Shape) -> Compiled | None:
    """The query of this shape; None where it finds nothing whatever is asked."""
    values: dict[str, Any] = {}
    for place, (name, kind, many) in enumerate(shape):
        base = FIRST - 100_000 * place
        day = dt.date(1, 1, 1) + dt.timedelta(days=place)
        values[name] = [base - one for one in range(many)] if kind == "keys" else day if kind == "day" else base
    rows = build(**values)
    compiler = rows.query.get_compiler(rows.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    names = {_adapted(connections[rows.db], value): name for name, value in _flat(values).items()}
    places = tuple((names.get(value, ""), value) for value in params)
    columns = [column for column, _sql, _alias in compiler.select]
    here = (compiler.klass_info or {}).get("select_fields", [])
    names_of = [columns[place].target.attname for place in here]
    extras = compiler.annotation_col_map or {}
    return Compiled(rows.db, sql, places, rows.query, columns, rows.model, names_of, min(here, default=0), extras)
