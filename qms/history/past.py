"""Records that come with a past: live rows and all their history written together, each change at its own moment.

Only the demonstration and tests build records this way: what happened in an installation is recorded as it happens.
Chains, spans and participation come out as if every change had been saved when it happened.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Any

from django.db import connection, models, transaction

from qms import clock
from qms.history import canonical
from qms.history.chain import Link, next_link
from qms.history.recording import Change
from qms.history.rows import NO_SPAN
from qms.history.spans import is_listed, span_model
from qms.history.trail import Line, write_lines

CHUNK = 2000  # records held in memory at once


@dataclass(slots=True)
class Chapter:
    """One change of one record: when, by whom, through which operation, and what it set.

    `signed` is what a signature on the step means. A callable reason is asked for when the chapter is written.
    """

    at: dt.datetime
    by: Any
    operation: str
    changes: dict[str, Any] = field(default_factory=dict)
    reason: str | Callable[[], str] = ""
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
    """What one chapter left in history: its link and the record's values then."""

    link: Link
    values: dict[str, Any]
    kind: str


@cache
def _history_model(model: Any) -> Any:
    """The model of a record's history rows; asked once, since simple-history makes a manager at each access."""
    return model.history.model


def _told(tale: Tale, names: Sequence[str]) -> list[_Row]:
    """Apply every chapter to the record and keep what each left behind."""
    record, rows = tale.record, []
    folded = set(getattr(record, "SEARCH_FIELDS", chapter_names(tale)))
    for number, chapter in enumerate(tale.chapters):
        chapter.shown = canonical.digest(_shown(record)) if chapter.signed else ""
        for name, value in chapter.changes.items():
            setattr(record, name, value)
        if not number or folded & chapter.changes.keys():
            record.prepare_save()
        kind = "~" if number else "+"
        reason = chapter.reason() if callable(chapter.reason) else chapter.reason
        with clock.at(chapter.at):
            link = next_link(record, Change(chapter.by, chapter.operation, reason), kind=kind)
        record.version, record.head_hash = link.sequence, link.row_hash
        rows.append(_Row(link, {name: record.__dict__[name] for name in names}, kind))
    return rows


def chapter_names(tale: Tale) -> set[str]:
    """Every column that the tale's chapters set."""
    return {name for chapter in tale.chapters for name in chapter.changes}


def _shown(record: Any) -> str:
    return canonical.chain_text(
        model=record._meta.label_lower, record=str(record.uid), version=record.version, head=record.head_hash
    )


PLAIN = (str, int, bool, type(None))


def _column_values(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> tuple[list[str], list[list[Any]]]:
    """Column names, and each row's values as the database wants them."""
    fields = [column for column in model._meta.concrete_fields if not column.primary_key]
    known = [(column, column.attname, not isinstance(column, models.JSONField)) for column in fields]
    adapted = {
        dt.date: connection.ops.adapt_datefield_value,
        dt.datetime: connection.ops.adapt_datetimefield_value,
    }
    values = []
    for row in rows:
        line = []
        for column, name, plain in known:
            value = row[name]
            kind = type(value)
            if kind in PLAIN and plain:
                line.append(value)
            elif kind in adapted:
                line.append(adapted[kind](value))
            else:
                line.append(column.get_db_prep_save(value, connection))
        values.append(line)
    return [str(column.column) for column in fields], values


def insert_values(model: type[models.Model], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows (attribute name > value, keys left to the database) by one prepared statement."""
    if not rows:
        return
    columns, values = _column_values(model, rows)
    quote = connection.ops.quote_name
    names = ", ".join(quote(column) for column in columns)
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})",  # noqa: S608 - our own names
            values,
        )


def insert(rows: Sequence[models.Model]) -> None:
    """Insert unsaved rows of a model without history, without reading keys back."""
    if rows:
        insert_values(type(rows[0]), [row.__dict__ for row in rows])


def _insert_live(model: type[models.Model], records: list[Any]) -> None:
    """Insert live rows and read their keys back, so that history and later rows can name them."""
    insert_values(model, [record.__dict__ for record in records])
    rows: models.QuerySet = models.QuerySet(model=model).filter(uid__in=[record.uid for record in records])
    keys = dict(rows.values_list("uid", "pk"))
    for record in records:
        record.pk = keys[record.uid]
        record._state.adding = False


def _history_values(tale: Tale, entry: _Row) -> dict[str, Any]:
    link = entry.link
    return entry.values | {
        "id": tale.record.pk,
        "history_type": entry.kind,
        "sequence": link.sequence,
        "previous_hash": link.previous_hash,
        "row_hash": link.row_hash,
        "chain_text": link.chain_text,
        "chain_format": canonical.FORMAT,
        "operation": link.change.operation,
        "occurred_at": link.change.occurred_at,
        "on_behalf_of_id": getattr(link.change.on_behalf_of, "pk", None),
        "history_date": link.recorded_at,
        "history_user_id": link.change.by.pk,
        "history_change_reason": link.change.reason,
    }


def _span_values(tale: Tale, told: list[_Row], history_ids: dict[tuple[int, int], int]) -> list[dict[str, Any]]:
    record, spans = tale.record, []
    for number, entry in enumerate(told):
        later = told[number + 1].link.recorded_at if number + 1 < len(told) else None
        columns = {name: entry.values[source] for name, source in type(record).SPAN.items()}
        spans.append(
            NO_SPAN
            | columns
            | {
                "kind": record._meta.label_lower,
                "record_id": record.pk,
                "history_id": history_ids[(record.pk, entry.link.sequence)],
                "valid_from": entry.link.recorded_at,
                "valid_to": later,
            }
        )
    return spans


def _lines(kind: str, pairs: Sequence[tuple[Tale, list[_Row]]], keys: dict[tuple[int, int], int]) -> Iterator[Line]:
    for tale, entries in pairs:
        for entry in entries:
            link, pk = entry.link, tale.record.pk
            change = link.change
            yield Line(kind, pk, keys[(pk, link.sequence)], change.by.pk, change.operation, link.recorded_at)


def _write_chunk(tales: list[Tale]) -> None:
    model: Any = type(tales[0].record)
    history: Any = _history_model(model)
    names = [tracked.attname for tracked in history.tracked_fields]
    told = [_told(tale, names) for tale in tales]
    _insert_live(model, [tale.record for tale in tales])
    pairs = list(zip(tales, told, strict=True))
    insert_values(history, [_history_values(tale, entry) for tale, entries in pairs for entry in entries])
    written = history.objects.filter(id__in=[tale.record.pk for tale in tales])
    keys = {(pk, sequence): key for pk, sequence, key in written.values_list("id", "sequence", "history_id")}
    write_lines(_lines(model._meta.label_lower, pairs, keys))
    if is_listed(tales[0].record):
        insert_values(span_model(), [span for tale, entries in pairs for span in _span_values(tale, entries, keys)])


@transaction.atomic(savepoint=False)
def write_past(tales: Iterable[Tale]) -> list[Any]:
    """Write records of one model with their whole history. Returns the records with keys.

    Without a savepoint of its own: under one, SQLite walks the pages it kept at each guarded row, and the time grows
    with the square of the rows. Whoever catches a failure of it opens a savepoint.
    """
    records: list[Any] = []
    source = iter(tales)
    while chunk := list(islice(source, CHUNK)):
        _write_chunk(chunk)
        records.extend(tale.record for tale in chunk)
    return records
