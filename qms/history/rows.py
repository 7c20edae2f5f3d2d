"""Where the rows of history, spans and trail are written: for one change by plain statements, for many in columns."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.db import connection, models

from qms.history import canonical
from qms.history.chain import Link
from qms.history.chain_many import Links
from qms.history.listening import tell
from qms.history.spans import is_listed, span_model
from qms.history.writing import Values, insert_columns, native, prepared, reserve

OWN = ("sequence", "previous_hash", "row_hash", "chain_text", "chain_format", "operation", "occurred_at",
       "on_behalf_of_id", "history_date", "history_user_id", "history_change_reason", "history_type")  # fmt: skip
SPAN = ("unit_id", "raised_by_unit_id", "status", "owner_id", "due", "through_id")
NO_SPAN = {"unit_id": None, "raised_by_unit_id": None, "status": "", "owner_id": None, "due": None, "through_id": None}


class Table:
    """What writing a model's history needs to know, asked once: simple-history makes a manager at each asking."""

    def __init__(self, model: Any) -> None:
        self.model, self.history = model, model.history.model
        self.label = model._meta.label_lower
        meta = self.history._meta
        self.own = {name: meta.get_field(name.removesuffix("_id")) for name in OWN}
        taken = {field.column for field in self.own.values()}  # a signature has a person acted for, as its history has
        self.tracked = [field for field in self.history.tracked_fields if field.column not in taken]
        self.name, self.live = meta.db_table, model._meta.db_table
        columns = [str(field.column) for field in (*self.tracked, *self.own.values())]
        quote = connection.ops.quote_name
        marks = ", ".join(["%s"] * len(columns))
        self.insert = f"INSERT INTO {quote(self.name)} ({', '.join(map(quote, columns))}) VALUES ({marks})"  # noqa: S608
        self.columns = columns


_tables: dict[Any, Table] = {}


def table_of(model: Any) -> Table:
    """The model's table of history."""
    if model not in _tables:
        _tables[model] = Table(model)
    return _tables[model]


def own_values(link: Link, kind: str, actor: Any) -> tuple[Any, ...]:
    """The history columns of one change, in the order of OWN."""
    change = link.change
    return (
        link.sequence, link.previous_hash, link.row_hash, link.chain_text, canonical.FORMAT, change.operation,
        change.occurred_at, getattr(change.on_behalf_of, "pk", None), link.recorded_at, actor.pk, change.reason, kind,
    )  # fmt: skip


def write_change(record: Any, link: Link, kind: str, actor: Any) -> None:
    """The history row of one saved record, its span and its line in the trail."""
    table, values = table_of(type(record)), record.__dict__
    row = [_parameter(field, values[field.attname]) for field in table.tracked]
    row += map(_parameter, table.own.values(), own_values(link, kind, actor))
    moment = connection.ops.adapt_datetimefield_value(link.recorded_at)
    line = [table.label, record.pk, actor.pk, link.change.operation, moment]
    span = _span_row(record, moment) if is_listed(record) else None
    write = _write_together if connection.vendor == "postgresql" else _write_in_turn
    write(table, row, span, line, new=link.sequence == 1)
    tell(table.label, (record.pk,))


def _parameter(field: models.Field, value: Any) -> Any:
    if value is None or (type(value) is native(field) and type(value) in (str, int, bool)):
        return value
    return field.get_db_prep_save(value, connection)


def _span_row(record: Any, moment: Any) -> list[Any]:
    meta, sources = span_model()._meta, type(record).SPAN
    given = {name: getattr(record, sources[name]) if name in sources else NO_SPAN[name] for name in SPAN}
    return [*(_parameter(meta.get_field(name), value) for name, value in given.items()), moment]


CLOSE = "UPDATE qms_recordspan SET valid_to = %s WHERE kind = %s AND record_id = %s AND valid_to IS NULL"
SPAN_COLUMNS = f"kind, record_id, history_id, {', '.join(SPAN)}, valid_from"
OPEN = f"INSERT INTO qms_recordspan ({SPAN_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"  # noqa: S608
TRAIL_COLUMNS = "kind, record_id, history_id, by_id, operation, recorded_at"
TRAIL = f"INSERT INTO qms_trailentry ({TRAIL_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s)"  # noqa: S608 - our names


def _write_in_turn(table: Table, row: list[Any], span: list[Any] | None, line: list[Any], *, new: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(table.insert, row)
        key = cursor.lastrowid
        if span is not None:
            if not new:
                cursor.execute(CLOSE, [line[-1], *line[:2]])
            cursor.execute(OPEN, [*line[:2], key, *span])
        cursor.execute(TRAIL, [*line[:2], key, *line[2:]])


def _write_together(table: Table, row: list[Any], span: list[Any] | None, line: list[Any], *, new: bool) -> None:
    """One statement, so one way to the server and back."""
    parts, values = [f"h AS ({table.insert} RETURNING history_id)"], list(row)
    if span is not None:
        if not new:
            parts.append(f"c AS ({CLOSE})")
            values += [line[-1], *line[:2]]
        types = "%s::bigint, %s::bigint, %s, %s::bigint, %s::date, %s::bigint, %s::timestamptz"
        parts.append(f"s AS (INSERT INTO qms_recordspan ({SPAN_COLUMNS}) SELECT %s, %s, history_id, {types} FROM h)")  # noqa: S608
        values += [*line[:2], *span]
    trail = f"INSERT INTO qms_trailentry ({TRAIL_COLUMNS}) SELECT %s, %s, history_id, %s, %s, %s::timestamptz FROM h"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(parts)} {trail}", [*values, *line])


def write_changes(records: Sequence[Any], links: Links, kind: str, live: dict[str, Values]) -> None:
    """History rows, spans and trail of many records of one model; `live` are columns prepared for the database."""
    table = table_of(type(records[0]))
    keys = reserve(table.name, "history_id", len(records))
    ids = _numbers([record.pk for record in records])
    written = _numbers(keys)
    ready = live or {field.attname: prepared(field, links.columns[field.attname]) for field in table.tracked}
    copied = {str(field.column): ready[field.attname] for field in table.tracked if field.attname != "id"}
    own = {str(table.own[name].column): prepared(table.own[name], values) for name, values in _own(links, kind).items()}
    insert_columns(table.name, {"history_id": written, "id": ids} | copied | own)
    _write_spans(records, links, ids, written, new=kind == "+")
    trail = apps.get_model("qms", "TrailEntry")._meta
    count = len(records)
    by = prepared(trail.get_field("by_id"), [links.change.by.pk] * count)
    labels = prepared(trail.get_field("kind"), [table.label] * count)
    insert_columns(trail.db_table, {
        "kind": labels, "record_id": ids, "history_id": written, "by_id": by,
        "operation": own["operation"], "recorded_at": own["history_date"],
    })  # fmt: skip
    tell(table.label, [record.pk for record in records])


def _numbers(values: Sequence[int]) -> Values:
    return list(map(str, values)) if connection.vendor == "postgresql" else list(values)


def _own(links: Links, kind: str) -> dict[str, Values]:
    count, change = len(links.texts), links.change
    same: dict[str, Any] = {
        "chain_format": canonical.FORMAT, "operation": change.operation, "history_date": links.recorded_at,
        "on_behalf_of_id": getattr(change.on_behalf_of, "pk", None), "history_user_id": change.by.pk,
        "history_change_reason": change.reason, "history_type": kind,
    }  # fmt: skip
    varying: dict[str, Values] = {
        "sequence": links.sequences, "previous_hash": links.previous, "row_hash": links.hashes,
        "chain_text": links.texts, "occurred_at": links.occurred,
    }  # fmt: skip
    return varying | {name: [value] * count for name, value in same.items()}


def _write_spans(records: Sequence[Any], links: Links, ids: Values, written: Values, *, new: bool) -> None:
    if not is_listed(records[0]):
        return
    model, spans = type(records[0]), span_model()
    label, meta, count = model._meta.label_lower, spans._meta, len(records)
    if not new:
        standing = spans.objects.filter(kind=label, record_id__in=[record.pk for record in records], valid_to=None)
        standing.update(valid_to=links.recorded_at)
    sources = model.SPAN
    columns = {
        name: prepared(meta.get_field(name), _column(records, links, sources[name]))
        if name in sources else prepared(meta.get_field(name), [NO_SPAN[name]] * count)
        for name in SPAN
    }  # fmt: skip
    columns |= {
        "kind": prepared(meta.get_field("kind"), [label] * count), "record_id": ids, "history_id": written,
        "valid_from": prepared(meta.get_field("valid_from"), [links.recorded_at] * count),
    }  # fmt: skip
    insert_columns(meta.db_table, columns)


def _column(records: Sequence[Any], links: Links, name: str) -> Values:
    return links.columns[name] if name in links.columns else [getattr(record, name) for record in records]
