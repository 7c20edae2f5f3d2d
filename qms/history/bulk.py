"""The one audited bulk path: rows and history together, with a who, when and why."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models, transaction

from qms.history.chain import HistoryBypass, StaleRecord, next_link, plain_fields, refuse_expressions, write_link
from qms.history.recording import current_change
from qms.history.spans import write_spans
from qms.history.tracked import TrackedModel

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
    rows = _plain_queryset(model).select_for_update().filter(pk__in=[record.pk for record in records])
    standing = {row.pk: row for row in rows}
    for record in records:
        row = standing.get(record.pk)
        if row is None or (row.version, row.head_hash) != (record.version, record.head_hash):
            raise StaleRecord(f"{model._meta.label} {record.pk} has changed since it was read; read it again.")
        there = plain_fields(row)
        silent = {name for name, value in plain_fields(record).items() if there[name] != value} - written
        if silent:
            raise HistoryBypass(
                f"{model._meta.label}: {', '.join(sorted(silent))} changed but not named to be written."
            )


def _write_history(records: Sequence[Any], kind: str) -> None:
    history_model = type(records[0]).history.model  # asked once: each asking builds a manager anew
    rows = [_history_row(history_model, record, kind) for record in records]
    rows = _plain_queryset(type(rows[0])).bulk_create(rows, batch_size=BATCH)
    write_spans(records, rows, new=kind == "+")


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
    _plain_queryset(type(listed[0])).bulk_update(listed, columns, batch_size=BATCH // 5)
    _write_history(listed, "~")
    return listed
