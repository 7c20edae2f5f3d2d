"""Writing rows fast: many by COPY (PostgreSQL) or one prepared statement (SQLite), values prepared column by column."""

import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection, models

Values = list[Any]
"""One value for each row."""

TEXTS = (models.CharField, models.TextField)
NUMBERS = (models.IntegerField, models.ForeignKey, models.AutoField)


_natives: dict[int, tuple[models.Field, type | None]] = {}
"""By identity, each with its field: fields of one inherited name hash alike, and comparing them took a third of a
save. Holding the field keeps its identity from being given to another."""


def native(field: models.Field) -> type | None:
    """The one Python type that a field's values have when nothing needs reading or adapting."""
    known = _natives.get(id(field))
    if known is None:
        known = _natives[id(field)] = (field, _native(field))
    return known[1]


def _native(field: models.Field) -> type | None:
    if isinstance(field, models.ForeignKey):
        return int if isinstance(field.target_field, models.IntegerField) else None
    kinds = ((TEXTS, str), (NUMBERS, int), (models.BooleanField, bool), (models.DateTimeField, dt.datetime))
    kinds += ((models.DateField, dt.date), (models.UUIDField, uuid.UUID))  # type: ignore[assignment]
    return next((kind for classes, kind in kinds if isinstance(field, classes)), None)


def columns_of(records: Sequence[Any], names: Sequence[str]) -> dict[str, Values]:
    """The records' values by column name; what is deferred is read."""
    held = [record.__dict__ for record in records]
    try:
        return {name: [values[name] for values in held] for name in names}
    except KeyError:
        return {name: [getattr(record, name) for record in records] for name in names}


def prepared(field: models.Field, values: Values) -> Values:
    """The values as this database takes them: for COPY as text, else as parameters."""
    kinds = set(map(type, values)) - {type(None)}
    kind = native(field)
    if kind in (str, int) and kinds and all(issubclass(one, kind) for one in kinds):  # choices are texts or numbers
        values = [value if value is None else kind(value) for value in values] if kinds != {kind} else values
    elif kinds and kinds != {kind}:
        empty = {dict: field.get_db_prep_save({}, connection)} if isinstance(field, models.JSONField) else {}
        values = [
            empty[type(value)] if not value and type(value) in empty else field.get_db_prep_save(value, connection)
            for value in values
        ]
        return [_copied(value) for value in values] if connection.vendor == "postgresql" else values
    return _as_text(kind, values) if connection.vendor == "postgresql" else _as_parameters(kind, values)


def _as_parameters(kind: type | None, values: Values) -> Values:
    adapt: Callable[[Any], Any] | None = {
        dt.datetime: connection.ops.adapt_datetimefield_value,
        dt.date: connection.ops.adapt_datefield_value,
        uuid.UUID: lambda value: value.hex,
    }.get(kind)  # type: ignore[arg-type]
    if adapt is None:
        return values
    once: dict[Any, Any] = {None: None}
    return [once[value] if value in once else once.setdefault(value, adapt(value)) for value in values]


def _as_text(kind: type | None, values: Values) -> Values:
    if kind is str:
        return [r"\N" if value is None else escaped(value) for value in values]
    if kind is int:
        return [r"\N" if value is None else str(value) for value in values]
    return [_copied(value) for value in values]


SPECIAL = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def escaped(text: str) -> str:
    """Text as COPY reads it."""
    if "\\" in text or not text.isprintable():
        return text.translate(SPECIAL)
    return text


def _copied(value: Any) -> str:
    """One value as COPY reads it."""
    if value is None:
        return r"\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if hasattr(value, "obj"):  # psycopg's wrapper round JSON
        return escaped(json.dumps(value.obj) if value.dumps is None else str(value.dumps(value.obj)))
    if isinstance(value, str | int | float | Decimal | uuid.UUID):
        return escaped(str(value))
    raise TypeError(f"{type(value).__name__} is not copied")


def insert_columns(table: str, columns: dict[str, Values]) -> None:
    """Insert rows given as prepared columns (see `prepared`) by database column name."""
    names = ", ".join(map(connection.ops.quote_name, columns))
    rows = zip(*columns.values(), strict=True)
    if connection.vendor == "postgresql":
        _copy(f"COPY {connection.ops.quote_name(table)} ({names}) FROM STDIN", rows)
        return
    marks = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {connection.ops.quote_name(table)} ({names}) VALUES ({marks})"  # noqa: S608 - our names
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(rows))


def _copy(statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write("".join(map("{}\n".format, map("\t".join, rows))))


_NEXT = """SELECT nextval(s.name)
FROM (SELECT pg_get_serial_sequence(%s, %s)::regclass AS name OFFSET 0) s, generate_series(1, %s)"""


def reserve(table: str, column: str, count: int) -> list[int]:
    """Keys for that many new rows of a table, for this transaction to use.

    SQLite writes by one connection at a time, so what comes next is known; PostgreSQL is asked.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_NEXT, [f'"{table}"', column, count])
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        last = row[0] if row else 0
        return list(range(last + 1, last + 1 + count))
