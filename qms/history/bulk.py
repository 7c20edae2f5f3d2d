"""The one audited bulk path: rows and history together, with a who, when and why."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections, models, router, transaction

from qms.history.chain import HistoryBypass, StaleRecord, hashed_fields, plain_value
from qms.history.chain_many import stamp
from qms.history.recording import current_change
from qms.history.rows import write_changes
from qms.history.tracked import TrackedModel
from qms.history.writing import Values, insert_columns, prepared, reserve

BATCH = 1000  # records held as columns at once


def _plain_queryset(model: type[models.Model]) -> models.QuerySet:
    return models.QuerySet(model=model)


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


def _insert_live(records: Sequence[Any], columns: dict[str, Values]) -> dict[str, Values]:
    """Insert the live rows under keys that are known before; returns their columns as the database took them."""
    meta = type(records[0])._meta
    keys = reserve(meta.db_table, meta.pk.column, len(records))
    columns["id"] = keys
    ready = {field.attname: prepared(field, columns[field.attname]) for field in meta.concrete_fields}
    insert_columns(meta.db_table, {str(field.column): ready[field.attname] for field in meta.concrete_fields})
    for record, key in zip(records, keys, strict=True):
        record.pk, record._state.adding, record._state.db = key, False, "default"
    return ready


def _create(records: Sequence[Any]) -> None:
    for record in records:
        if record._state.fields_cache:
            record._prepare_related_fields_for_save(operation_name="bulk_create")
    links = stamp(records, current_change(), kind="+")
    write_changes(records, links, "+", _insert_live(records, links.columns))


def _update(records: Sequence[Any], fields: Sequence[str]) -> None:
    _check_standing(records, fields)
    links = stamp(records, current_change(), kind="~")
    derived = [name for name in ("search_text", "sort_key") if hasattr(records[0], name)]
    _write_columns(records, list(dict.fromkeys([*fields, *derived, "version", "head_hash"])))
    write_changes(records, links, "~", {})


@transaction.atomic(savepoint=False)
def create(records: Iterable[TrackedModel]) -> list[Any]:
    """Insert new tracked records of one model with their history, inside an operation. Returns them with keys."""
    listed = list(records)
    for start in range(0, len(listed), BATCH):
        _create(listed[start : start + BATCH])
    return listed


@transaction.atomic(savepoint=False)
def update(records: Iterable[TrackedModel], fields: Sequence[str]) -> list[Any]:
    """Write `fields` of existing tracked records of one model with their history, inside an operation."""
    listed = list(records)
    for start in range(0, len(listed), BATCH):
        _update(listed[start : start + BATCH], fields)
    return listed
