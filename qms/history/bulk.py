"""The one audited bulk path: rows and history together, with a who, when and why."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections, models, router, transaction

from qms.history.chain import (
    HistoryBypass,
    StaleRecord,
    hashed_fields,
    next_link,
    plain_value,
    refuse_expressions,
    write_link,
)
from qms.history.recording import current_change
from qms.history.spans import write_spans
from qms.history.tracked import TrackedModel
from qms.history.trail import line_of, write_lines

BATCH = 500  # rows per statement: SQLite binds at most 32,766 values


def _plain_queryset(model: type[models.Model]) -> models.QuerySet:
    return models.QuerySet(model=model)


def _history_row(history_model: Any, record: Any, kind: str) -> Any:
    copied = {field.attname: getattr(record, field.attname) for field in history_model.tracked_fields}
    row = history_model(history_type=kind, **copied)
    write_link(row, record.__dict__.pop("_link"))
    return row


def _stamp_all(records: Sequence[Any], kind: str) -> None:
    change = current_change()
    for record in records:
        refuse_expressions(record)
        record.prepare_save()
        record._link = next_link(record, change, kind=kind)
        record.version = record._link.sequence
        record.head_hash = record._link.row_hash


def _check_standing(records: Sequence[Any], fields: Sequence[str]) -> None:
    """Refuse what history would tell wrongly: records read before their last change, or changed beyond `fields`."""
    model = type(records[0])
    written = {model._meta.get_field(name).attname for name in fields}
    kept = [field for field in hashed_fields(model) if field.attname not in written]
    rows = _plain_queryset(model).select_for_update().filter(pk__in=[record.pk for record in records]).order_by()
    columns = ("pk", "version", "head_hash", *(field.attname for field in kept))
    standing = {row[0]: row[1:] for row in rows.values_list(*columns)}
    for record in records:
        row = standing.get(record.pk)
        if row is None or row[:2] != (record.version, record.head_hash):
            raise StaleRecord(f"{model._meta.label} {record.pk} has changed since it was read; read it again.")
        silent = [field.attname for field, value in zip(kept, row[2:], strict=True) if _differs(field, record, value)]
        if silent:
            raise HistoryBypass(
                f"{model._meta.label}: {', '.join(sorted(silent))} changed but not named to be written."
            )


def _differs(field: models.Field, record: Any, there: Any) -> bool:
    value = field.value_from_object(record)
    return bool(value != there) and plain_value(field, value) != plain_value(field, there)


def _write_columns(records: Sequence[Any], names: Sequence[str]) -> None:
    """Write these columns, one plain UPDATE for each row sent in one go: a CASE for each value takes thrice as long."""
    meta = type(records[0])._meta
    fields = [meta.get_field(name) for name in names]
    connection = connections[router.db_for_write(type(records[0]))]
    quote = connection.ops.quote_name
    columns = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    sql = f"UPDATE {quote(meta.db_table)} SET {columns} WHERE {quote(meta.pk.column)} = %s"  # noqa: S608 - names of ours
    rows = [
        [*(field.get_db_prep_save(getattr(record, field.attname), connection) for field in fields), record.pk]
        for record in records
    ]
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


def _write_history(records: Sequence[Any], kind: str) -> None:
    history_model = type(records[0]).history.model  # asked once: each asking builds a manager anew
    rows = [_history_row(history_model, record, kind) for record in records]
    rows = _plain_queryset(type(rows[0])).bulk_create(rows, batch_size=BATCH)
    write_spans(records, rows, new=kind == "+")
    label = type(records[0])._meta.label_lower
    write_lines(line_of(label, row) for row in rows)


@transaction.atomic
def create(records: Iterable[TrackedModel]) -> list[Any]:
    """Insert new tracked records of one model with their history, inside an operation. Returns them with keys."""
    listed = list(records)
    if not listed:
        return []
    _stamp_all(listed, "+")
    _plain_queryset(type(listed[0])).bulk_create(listed, batch_size=BATCH)
    _write_history(listed, "+")
    return listed


@transaction.atomic
def update(records: Iterable[TrackedModel], fields: Sequence[str]) -> list[Any]:
    """Write `fields` of existing tracked records of one model with their history, inside an operation."""
    listed = list(records)
    if not listed:
        return []
    for start in range(0, len(listed), BATCH):
        _check_standing(listed[start : start + BATCH], fields)
    _stamp_all(listed, "~")
    derived = [name for name in ("search_text", "sort_key") if hasattr(listed[0], name)]
    columns = list(dict.fromkeys([*fields, *derived, "version", "head_hash"]))
    _write_columns(listed, columns)
    _write_history(listed, "~")
    return listed
