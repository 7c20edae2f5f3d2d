"""What each table held at the end of a day, as common table expressions that take the table's own name.

Historical tables are cut at the day; tracked tables are their last historical rows, found through spans where the
model keeps them. Columns that history leaves out are made again from those it keeps.
"""

# ruff: noqa: S608 - the names are our own, and so are the values

import datetime as dt
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.backends.signals import connection_created
from django.dispatch import receiver

from qms.history.folded_sql import folded, register, sorting

END = ":END:"
PATHS = "qms_unitpath"
SCHEMAS = {"sqlite": "main", "postgresql": "public"}

CUT = {
    "qms_trailentry": "SELECT * FROM {table} WHERE recorded_at < :END:",
    "qms_clausemove": (
        "SELECT * FROM {table} m WHERE EXISTS (SELECT 1 FROM {schema}.qms_historicaltransitionrun r"
        " WHERE r.id = m.run_id AND r.history_date < :END:)"
    ),
    "qms_participation": (
        "SELECT {participation} FROM {table} WHERE (named_at IS NULL OR named_at < :END:)"
        " UNION ALL SELECT {participation} FROM {schema}.qms_pastparticipation"
        " WHERE left_at >= :END: AND (named_at IS NULL OR named_at < :END:)"
    ),
}
"""Tables without history of their own, cut at the day."""

PARTICIPATION = '"id", "user_id", "kind", "record_id", "capacity", "named_at"'


def moment(end: dt.datetime, vendor: str) -> str:
    """The moment as a literal of the database."""
    text = end.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S")
    return f"'{text}'" if vendor == "sqlite" else f"'{text}+00'::timestamptz"


def prepare(connection: Any) -> None:
    """Give SQLite the functions by which it folds names; PostgreSQL does it by expressions."""
    if connection.vendor == "sqlite" and connection.connection is not None:
        register(connection.connection)


@receiver(connection_created)
def prepare_new(sender: Any, connection: Any, **kwargs: Any) -> None:
    """The same for a connection that is opened while a past day is read."""
    prepare(connection)


@cache
def definitions(vendor: str) -> dict[str, str]:
    """The expression of every table that history tells, by its name; END stands for the moment."""
    found: dict[str, str] = {}
    for model in tracked_models():
        history = model.history.model
        found[history._meta.db_table] = _as_table(
            history._meta.db_table, f'SELECT * FROM {_from(history, vendor)} WHERE "history_date" < {END}'
        )
        found[model._meta.db_table] = _as_table(model._meta.db_table, _stood(model, vendor))
    for table, text in CUT.items():
        found[table] = _as_table(table, _cut(table, text, vendor))
    found["qms_notice"] = _as_table("qms_notice", _notices(vendor))
    return found


def tracked_models() -> list[Any]:
    """Every tracked model."""
    from qms.history.tracked import TrackedModel  # noqa: PLC0415 - what is tracked is told of, not used

    return [model for model in apps.get_models() if issubclass(model, TrackedModel)]


def _as_table(table: str, text: str) -> str:
    return f'"{table}" AS NOT MATERIALIZED ({text})'


def _from(model: Any, vendor: str) -> str:
    return f'{SCHEMAS[vendor]}."{model._meta.db_table}"'


def by_record(text: str, vendor: str) -> str:
    """The expression read in the order of records: SQLite is kept from gathering a unit's spans and sorting them."""
    return text.replace('s."unit_id" AS', '+s."unit_id" AS') if vendor == "sqlite" else text


def _cut(table: str, text: str, vendor: str) -> str:
    schema = SCHEMAS[vendor]
    return text.format(table=f'{schema}."{table}"', schema=schema, participation=PARTICIPATION)


def _stood(model: Any, vendor: str) -> str:
    history = _from(model.history.model, vendor)
    if hasattr(model, "SPAN"):
        spans = f'{SCHEMAS[vendor]}."qms_recordspan"'
        columns = _columns(model, vendor, _of_span(model))
        return (
            f"SELECT {columns} FROM {spans} s LEFT JOIN {history} h ON h.history_id = s.history_id"
            f" WHERE s.kind = '{model._meta.label_lower}' AND s.valid_from < {END}"
            f" AND (s.valid_to IS NULL OR s.valid_to >= {END})"
        )
    return (
        f"SELECT {_columns(model, vendor, {})} FROM {history} h WHERE h.history_date < {END} AND h.history_type <> '-'"
        f" AND NOT EXISTS (SELECT 1 FROM {history} n"
        f' WHERE n.id = h.id AND n."sequence" = h."sequence" + 1 AND n.history_date < {END}){_known(model, vendor)}'
    )


def _known(model: Any, vendor: str) -> str:
    """Leaves out a reference to a document that was recorded later: a past written down out of order has some."""
    said = ""
    for field in model._meta.concrete_fields:
        if field.related_model is not None and field.related_model._meta.label_lower == "qms.document":
            documents = _from(field.related_model.history.model, vendor)
            known = f'SELECT 1 FROM {documents} d WHERE d.id = h."{field.column}" AND d.history_date < {END}'
            said += f' AND (h."{field.column}" IS NULL OR EXISTS ({known}))'
    return said


def _of_span(model: Any) -> dict[str, str]:
    """Columns that the span holds itself: a list narrowed by them never reads the history rows it leaves out."""
    found = {"id": "s.record_id"}
    for name, source in model.SPAN.items():
        field = next((one for one in model._meta.concrete_fields if one.attname == source), None)
        if field is not None and (name != "status" or not field.null):
            found[field.column] = f's."{name}"'
    return found


def _columns(model: Any, vendor: str, given: dict[str, str]) -> str:
    kept = {field.column for field in model.history.model._meta.concrete_fields}
    told = []
    for field in model._meta.concrete_fields:
        column = field.column
        source = given.get(column) or (f'h."{column}"' if column in kept else _made_again(model, field, vendor))
        told.append(f'{source} AS "{column}"')
    return ", ".join(told)


def _made_again(model: Any, field: Any, vendor: str) -> str:
    """A column that history leaves out."""
    name = field.name
    if name == "version":
        return 'h."sequence"'
    if name == "head_hash":
        return 'h."row_hash"'
    if name == "search_text":
        return _unless_changed(model, name, vendor, folded(model, vendor))
    if name == "sort_key":
        return _unless_changed(model, name, vendor, sorting(model, vendor))
    if field.null:
        return f"CAST(NULL AS {field.db_type(connections['default'])})"
    return "''"


def _unless_changed(model: Any, name: str, vendor: str, made: str) -> str:
    """Today's derived text where the record has not changed since; else it is made from the words of then."""
    live = _from(model, vendor)
    return f'COALESCE((SELECT l."{name}" FROM {live} l WHERE l.id = h.id AND l.version = h."sequence"), {made})'


def _notices(vendor: str) -> str:
    """Notices that had come, unread where they were read later."""
    from qms.models.system import Notice  # noqa: PLC0415 - models stand on history

    told = [
        f'CASE WHEN n.read_at < {END} THEN n.read_at END AS "read_at"'
        if field.name == "read_at"
        else f'n."{field.column}"'
        for field in Notice._meta.concrete_fields
    ]
    return f"SELECT {', '.join(told)} FROM {_from(Notice, vendor)} n WHERE n.created_at < {END}"
