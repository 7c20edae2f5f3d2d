"""Queries compiled once for each database and sent again with other values: making one costs more than its answer."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections

Values = Mapping[str, int | dt.date | list[int]]
Build = Callable[..., Any]
Shape = tuple[tuple[str, str, int], ...]

FIRST = -910_000_001
"""Keys that no row has: what the query is compiled with, and replaced with the values that are asked for."""


def prepared_rows(build: Build, **values: Any) -> list[Any]:
    """The rows of the queryset that `build` makes of keys, lists of keys and days, as the cursor gives them.

    `build` makes the same query whatever the values: it takes nothing else, and looks at none of them.
    """
    shape = tuple((name, *_kind(value)) for name, value in sorted(values.items()))
    compiled = _compiled(build, shape)
    if compiled is None:
        return []
    alias, sql, places = compiled
    connection = connections[alias]
    flat = _flat(values)
    given = [_adapted(connection, flat[name]) if name in flat else fixed for name, fixed in places]
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        found: list[Any] = cursor.fetchall()
        return found


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
def _compiled(build: Build, shape: Shape) -> tuple[str, str, tuple[tuple[str, Any], ...]] | None:
    """Database, SQL, and for each of its values the name of what is asked for, or the value that is always the same."""
    values: dict[str, Any] = {}
    for place, (name, kind, many) in enumerate(shape):
        base = FIRST - 100_000 * place
        day = dt.date(1, 1, 1) + dt.timedelta(days=place)
        values[name] = [base - one for one in range(many)] if kind == "keys" else day if kind == "day" else base
    rows = build(**values)
    try:
        sql, params = rows.query.get_compiler(rows.db).as_sql()
    except EmptyResultSet:
        return None
    connection = connections[rows.db]
    names = {_adapted(connection, value): name for name, value in _flat(values).items()}
    return rows.db, sql, tuple((names.get(value, ""), value) for value in params)
