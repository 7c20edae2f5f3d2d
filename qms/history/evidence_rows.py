"""Records with their whole history as docs/evidence_format.md writes them down, read in streams."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from django.apps import apps
from django.db import models

from qms.history.canonical import plain
from qms.history.chain import hashed_fields
from qms.history.evolution import about_kinds
from qms.history.snapshot import consistent_reads

__all__ = ["Group", "Reader", "about_kinds", "lines"]

BATCH = 500  # records asked for at once where only some are wanted
CHUNK = 2000  # rows fetched at once
FACTS = (
    "history_id", "id", "sequence", "previous_hash", "row_hash", "chain_text", "history_type", "history_date",
    "occurred_at", "history_user_id", "on_behalf_of_id", "operation", "history_change_reason", "chain_format",
)  # fmt: skip
"""Columns of every history table, in the order in which they are read; the copied fields follow."""
HEAD = ("id", "version", "head_hash")
"""Columns of a live row before its fields."""


@dataclass(slots=True)
class Group:
    """One record: its key, its live row (columns HEAD, then fields) or None, its history rows (FACTS, then fields)."""

    pk: int
    live: tuple[Any, ...] | None
    rows: list[tuple[Any, ...]]


def _text(value: Any) -> Any:
    return value if value is None or value.isascii() else plain(value)


def _number(value: Any) -> Any:
    return None if value is None else str(value)


def _same(value: Any) -> Any:
    return value


def _plainer(field: models.Field) -> Callable[[Any], Any]:
    """How a column's value is made plain: `plain` itself, or a shorter way where the type is known."""
    if isinstance(field, models.CharField | models.TextField):
        return _text
    if isinstance(field, models.DecimalField | models.UUIDField):
        return _number
    known = models.IntegerField | models.BooleanField | models.ForeignKey
    return _same if isinstance(field, known) else plain


@cache
def history_model(model: Any) -> Any:
    """The model of a record's history rows; asked once, since simple-history makes a manager at each access."""
    return model.history.model


def by_key(users: Any) -> dict[int, str]:
    """Key > UUID as text, of people."""
    return {pk: str(uid) for pk, uid in users.values_list("pk", "uid").iterator()}


class Reader:
    """Reads one kind of record: live rows and history rows side by side, in the order of keys."""

    def __init__(self, model: Any, using: str = "default", actors: dict[int, str] | None = None) -> None:
        self.model, self.kind = model, model._meta.label_lower
        self.using = using
        self.fields = hashed_fields(model)
        self.names = tuple(field.attname for field in self.fields)
        self.plainers = tuple((name, _plainer(field)) for name, field in zip(self.names, self.fields, strict=True))
        self.decimals = {field.attname for field in self.fields if isinstance(field, models.DecimalField)}
        self.unsaid = {model._meta.get_field(name).attname for name in model.UNTRACKED} & set(self.names)
        self.shared = set(self.names) & set(FACTS)
        self._actors = actors

    @property
    def actors(self) -> dict[int, str]:
        """Who the keys of people mean; read once."""
        if self._actors is None:
            self._actors = by_key(apps.get_model("qms", "User")._base_manager.using(self.using))
        return self._actors

    def groups(self, keys: Iterable[int] | None = None, until: dt.datetime | None = None) -> Iterator[Group]:
        """Every record, or those of these keys, with its history rows recorded before `until`."""
        if keys is None:
            yield from self._merged(self._live_rows(None), self._history_rows(None, until))
            return
        asked = iter(sorted(set(keys)))
        while batch := list(islice(asked, BATCH)):
            yield from self._merged(self._live_rows(batch), self._history_rows(batch, until))

    def _live_rows(self, keys: Sequence[int] | None) -> Iterator[tuple[Any, ...]]:
        rows = self.model._base_manager.using(self.using).order_by("id")
        rows = rows if keys is None else rows.filter(id__in=keys)
        return rows.values_list(*HEAD, *self.names).iterator(chunk_size=CHUNK)

    def _history_rows(self, keys: Sequence[int] | None, until: dt.datetime | None) -> Iterator[tuple[Any, ...]]:
        rows = history_model(self.model)._base_manager.using(self.using)
        rows = rows.order_by("id", "sequence", "history_id")
        rows = rows if keys is None else rows.filter(id__in=keys)
        rows = rows if until is None else rows.filter(history_date__lt=until)
        return rows.values_list(*FACTS, *self.names).iterator(chunk_size=CHUNK)

    def _merged(self, live: Iterator[tuple[Any, ...]], history: Iterator[tuple[Any, ...]]) -> Iterator[Group]:
        """Live rows and groups of history rows of the same key together; either may lack the other."""
        waiting = next(live, None)
        for pk, rows in groupby(history, itemgetter(1)):
            while waiting is not None and waiting[0] < pk:
                yield Group(waiting[0], waiting, [])
                waiting = next(live, None)
            if waiting is not None and waiting[0] == pk:
                yield Group(pk, waiting, list(rows))
                waiting = next(live, None)
            else:
                yield Group(pk, None, list(rows))
        while waiting is not None:
            yield Group(waiting[0], waiting, [])
            waiting = next(live, None)

    def plain_fields(self, values: Sequence[Any]) -> dict[str, Any]:
        """The fields of a row, made plain; `values` begin with the first field."""
        return {name: make(value) for (name, make), value in zip(self.plainers, values, strict=True)}

    def columns(self, row: tuple[Any, ...]) -> dict[str, Any]:
        """What the columns of a history row say, but for the fields' spelling of decimals."""
        return {
            "kind": row[6],
            "recorded_at": plain(row[7]),
            "occurred_at": plain(row[8]),
            "by": self.actor(row[9]),
            "on_behalf_of": self.actor(row[10]),
            "operation": row[11],
            "reason": plain(row[12]),
            "fields": self.plain_fields(row[len(FACTS) :]),
        }

    def actor(self, key: int | None) -> str | None:
        """The UUID of a person by key; the key itself where nobody has it, which then agrees with no text."""
        return None if key is None else self.actors.get(key, f"? {key}")

    def as_told(self, told: Any, fields: dict[str, Any]) -> None:
        """Make the fields of a history row comparable with its text: decimals spelled alike, and what has no column.

        A signature is given on somebody's behalf, and so may the change be that recorded it: history has one column
        for both, which holds the change's.
        """
        self.spell_like(told, fields)
        if isinstance(told, dict):
            fields.update({name: told[name] for name in self.shared if name in told})

    def spell_like(self, told: Any, fields: dict[str, Any]) -> None:
        """Spell decimals as the text does where both are the same number: a column says 1.50 for the 1.5 written."""
        if not isinstance(told, dict):
            return
        for name in self.decimals:
            said, there = told.get(name), fields[name]
            known = isinstance(said, str | int) and there is not None and said != there
            if known and _same_number(str(said), there):
                fields[name] = said

    def uid_of(self, group: Group) -> str:
        """The record's UUID: the live row's, else what its first history row's column says."""
        values = group.live[len(HEAD) :] if group.live else group.rows[0][len(FACTS) :]
        return str(values[self.names.index("uid")])


def _same_number(one: str, other: str) -> bool:
    try:
        return Decimal(one) == Decimal(other)
    except ArithmeticError:
        return False


def told_fields(text: str) -> Any:
    """The `fields` of a chain text, or None where the text cannot be read."""
    try:
        told = json.loads(text)
    except ValueError:
        return None
    return told.get("fields") if isinstance(told, dict) else None


def lines(
    model: Any,
    keys: Iterable[int] | None = None,
    until: dt.datetime | None = None,
    live: bool = True,
    actors: dict[int, str] | None = None,
) -> Iterator[dict[str, Any]]:
    """The objects of records/<kind>.jsonl: of all records of a model or of these keys.

    `live` False (or `until`) leaves the live row out: null.
    """
    shown = live and until is None
    with consistent_reads() as alias:
        reader = Reader(model, alias, actors)
        for group in reader.groups(keys, until):
            if group.rows or shown:
                yield _line(reader, group, live=shown)


def _line(reader: Reader, group: Group, *, live: bool) -> dict[str, Any]:
    history, told = [], None
    for row in group.rows:
        told = told_fields(row[5])
        columns = reader.columns(row)
        reader.as_told(told, columns["fields"])
        history.append(
            {
                "sequence": row[2],
                "previous_hash": row[3],
                "row_hash": row[4],
                "chain_text": row[5],
                "columns": columns,
            }
        )
    standing = live_row(reader, group.live, told) if live and group.live else None
    return {"kind": reader.kind, "uid": reader.uid_of(group), "live": standing, "history": history}


def live_row(reader: Reader, row: tuple[Any, ...], told: Any) -> dict[str, Any]:
    """The live row as the format writes it; fields that change without history are not named."""
    fields = reader.plain_fields(row[len(HEAD) :])
    reader.spell_like(told, fields)
    for name in reader.unsaid:
        del fields[name]
    return {"version": row[1], "head_hash": row[2], "fields": fields}
