"""Records that come with a past: live rows and all their history written together, each change at its own moment.

Only the demonstration and tests build records this way: what happened in an installation is recorded as it happens.
Chains, spans and participation come out as if every change had been saved when it happened.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import connection, models, transaction

from qms import clock
from qms.history import canonical
from qms.history.chain import Link, next_link, write_link
from qms.history.recording import Change
from qms.history.spans import is_listed, span_model

CHUNK = 2000  # records held in memory at once


@dataclass(slots=True)
class Chapter:
    """One change of one record: when, by whom, through which operation, and what it set."""

    at: dt.datetime
    by: Any
    operation: str
    changes: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    signed: str = ""
    shown: str = field(default="", init=False)
    """The hash of what a signer was shown; filled while writing."""


@dataclass(slots=True)
class Tale:
    """A record as it was first, and everything that happened to it, oldest first."""

    record: Any
    chapters: list[Chapter]


@dataclass(slots=True)
class _Row:
    link: Link
    values: dict[str, Any]
    kind: str


def _told(tale: Tale) -> list[_Row]:
    """Apply every chapter to the record and keep what each left behind."""
    record, rows = tale.record, []
    names = [tracked.attname for tracked in record.history.model.tracked_fields]
    for number, chapter in enumerate(tale.chapters):
        chapter.shown = canonical.digest(_shown(record)) if chapter.signed else ""
        for name, value in chapter.changes.items():
            setattr(record, name, value)
        record.prepare_save()
        kind = "~" if number else "+"
        with clock.at(chapter.at):
            link = next_link(record, Change(chapter.by, chapter.operation, chapter.reason), kind=kind)
        record.version, record.head_hash = link.sequence, link.row_hash
        rows.append(_Row(link, {name: record.__dict__[name] for name in names}, kind))
    return rows


def _shown(record: Any) -> str:
    return canonical.chain_text(
        model=record._meta.label_lower, record=str(record.uid), version=record.version, head=record.head_hash
    )


def insert(rows: Sequence[models.Model]) -> None:
    """Insert rows by one prepared statement, without reading keys back."""
    if not rows:
        return
    fields = [column for column in type(rows[0])._meta.concrete_fields if not column.primary_key]
    table = connection.ops.quote_name(type(rows[0])._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(column.column) for column in fields)
    marks = ", ".join(["%s"] * len(fields))
    values = [[column.get_db_prep_save(getattr(row, column.attname), connection) for column in fields] for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", values)  # noqa: S608 - our own names


def _insert_live(records: list[Any]) -> None:
    """Insert live rows with keys given here, so that history and later rows can name them."""
    model = type(records[0])
    models.QuerySet(model=model).bulk_create(records, batch_size=500)


def _history_rows(tale: Tale, told: list[_Row]) -> list[Any]:
    model, rows = tale.record.history.model, []
    for entry in told:
        entry.values["id"] = tale.record.pk
        row = model(history_type=entry.kind, **entry.values)
        write_link(row, entry.link)
        rows.append(row)
    return rows


def _span_rows(tale: Tale, told: list[_Row], first_history_id: int) -> list[Any]:
    record, spans = tale.record, []
    for number, entry in enumerate(told):
        columns = {name: entry.values[source] for name, source in type(record).SPAN.items()}
        later = told[number + 1].link.recorded_at if number + 1 < len(told) else None
        spans.append(
            span_model()(
                kind=record._meta.label_lower,
                record_id=record.pk,
                history_id=first_history_id + number,
                valid_from=entry.link.recorded_at,
                valid_to=later,
                **columns,
            )
        )
    return spans


def _next_history_id(model: Any) -> int:
    last = model.objects.order_by("-history_id").values_list("history_id", flat=True).first()
    return (last or 0) + 1


def _write_chunk(tales: list[Tale]) -> None:
    told = [_told(tale) for tale in tales]
    _insert_live([tale.record for tale in tales])
    rows = [row for tale, entries in zip(tales, told, strict=True) for row in _history_rows(tale, entries)]
    if not is_listed(tales[0].record):
        insert(rows)
        return
    models.QuerySet(model=type(rows[0])).bulk_create(rows, batch_size=500)
    spans, position = [], 0
    for tale, entries in zip(tales, told, strict=True):
        spans.extend(_span_rows(tale, entries, rows[position].history_id))
        position += len(entries)
    insert(spans)


@transaction.atomic
def write_past(tales: Iterable[Tale]) -> list[Any]:
    """Write records of one model with their whole history. Returns the records with keys."""
    records, source = [], iter(tales)
    while chunk := list(islice(source, CHUNK)):
        _write_chunk(chunk)
        records.extend(tale.record for tale in chunk)
    return records
