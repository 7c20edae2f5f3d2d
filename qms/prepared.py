"""Queries compiled once for each database and sent again with other values: making one costs more than its answer."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models.query import get_related_populators

Values = Mapping[str, int | dt.date | UUID | list[int]]
Build = Callable[..., Any]
Shape = tuple[tuple[str, str, int], ...]

FIRST = -910_000_001
"""Keys that no row has: what the query is compiled with, and replaced with the values that are asked for."""


MOST_KEYS = 64
"""Keys of a list up to which a query is compiled for it."""


class Compiled(NamedTuple):
    """One query: its database, SQL, for each of its values the name of what is asked for or the value that is always
    the same; and how records are made of its rows."""

    alias: str
    sql: str
    places: tuple[tuple[str, Any], ...]
    query: Any
    columns: list[Any]
    names: list[str]
    making: "Making | None"


class Making(NamedTuple):
    """How Django's own iteration makes a record of a row."""

    model: Any
    attributes: list[str]
    fields: slice
    related: list[Any]
    annotated: dict[str, int]


def prepared_rows(build: Build, **values: Any) -> list[Any]:
    """The rows of the queryset that `build` makes of keys, lists of keys, uids and days, as the cursor gives them.

    `build` makes the same query whatever the values: it takes nothing else, and looks at none of them.
    """
    compiled = _compiled(build, _shape(values))
    return [] if compiled is None else _asked(compiled, values)


def prepared_values(build: Build, **values: Any) -> list[dict[str, Any]]:
    """The same for a queryset of `values()`, with the values that Django makes of the rows."""
    compiled = _compiled(build, _shape(values))
    return [] if compiled is None else [dict(zip(compiled.names, row, strict=True)) for row in _read(compiled, values)]


def prepared_records(build: Build, **values: Any) -> list[Any]:
    """The records of such a queryset, with what it annotates and what it names in `select_related`."""
    compiled = _compiled(build, _shape(values))
    if compiled is None or compiled.making is None:
        return []
    model, attributes, fields, related, annotated = compiled.making
    records = []
    for row in _read(compiled, values):
        record = model.from_db(compiled.alias, attributes, row[fields])
        for one in related:
            one.populate(row, record)
        for name, place in annotated.items():
            setattr(record, name, row[place])
        records.append(record)
    return records


def by_key(model: Any, keys: Iterable[Any], deep: tuple[str, ...] = (), manager: str = "objects") -> dict[Any, Any]:
    """Records by key, each with those that `deep` names as in `select_related`."""
    found, build = list(keys), _with_keys(model, deep, manager)
    few = 0 < len(found) <= MOST_KEYS and all(isinstance(key, int) for key in found)
    rows = prepared_records(build, keys=padded(found)) if few else build(found)
    return {row.pk: row for row in rows}


@cache
def _with_keys(model: Any, deep: tuple[str, ...], manager: str) -> Build:
    def build(keys: list[Any]) -> Any:
        rows = getattr(model, manager).filter(pk__in=keys).order_by()
        return rows.select_related(*deep) if deep else rows

    return build


def padded(keys: list[int]) -> list[int]:
    """The last key repeated, so that a query is compiled for few lengths: 1, 2, 4, 8 …"""
    return keys + keys[-1:] * ((1 << (len(keys) - 1).bit_length()) - len(keys))


def _read(compiled: Compiled, values: Values) -> Iterable[Any]:
    rows = _asked(compiled, values)
    if not rows:
        return rows
    compiler = compiled.query.get_compiler(connection=connections[compiled.alias])
    converters = compiler.get_converters(compiled.columns)
    converted: Iterable[Any] = compiler.apply_converters(rows, converters) if converters else rows
    return converted


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
    if isinstance(value, UUID):
        return "uid", 0
    return ("day", 0) if isinstance(value, dt.date) else ("key", 0)


def _flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """Every single value by name; those of a list by their place."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        many = isinstance(value, list)
        found.update({f"{name} {place}": one for place, one in enumerate(value)} if many else {name: value})
    return found


def _adapted(connection: Any, value: Any) -> Any:
    if isinstance(value, dt.date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    return value


@lru_cache(maxsize=1000)
def _compiled(build: Build, shape: Shape) -> Compiled | None:
    """The query of this shape; None where it finds nothing whatever is asked."""
    values = {name: _never(kind, place, many) for place, (name, kind, many) in enumerate(shape)}
    rows = build(**values)
    compiler = rows.query.get_compiler(rows.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    asked = {_adapted(connections[rows.db], value): name for name, value in _flat(values).items()}
    places = tuple((asked.get(value, ""), value) for value in params)
    columns = [column for column, _sql, _alias in compiler.select]
    names = [*rows.query.extra_select, *rows.query.values_select, *rows.query.annotation_select]
    return Compiled(rows.db, sql, places, rows.query, columns, names, _making(rows, compiler))


def _never(kind: str, place: int, many: int) -> Any:
    """A value that no row has."""
    base = FIRST - 100_000 * place
    if kind == "keys":
        return [base - one for one in range(many)]
    if kind == "uid":
        return UUID(int=-base)
    return dt.date(1, 1, 1) + dt.timedelta(days=place) if kind == "day" else base


def _making(rows: Any, compiler: Any) -> Making | None:
    """None for a queryset of values."""
    told = compiler.klass_info
    if told is None:
        return None
    fields = slice(told["select_fields"][0], told["select_fields"][-1] + 1)
    attributes = [column.target.attname for column, _sql, _alias in compiler.select[fields]]
    related = get_related_populators(told, compiler.select, rows.db)  # type: ignore[call-arg]  # stubs of a later Django
    return Making(told["model"], attributes, fields, related, compiler.annotation_col_map or {})
