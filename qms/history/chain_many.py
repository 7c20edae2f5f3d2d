"""The next links of many records at once: the same texts, byte for byte, as one by one, made column by column."""

import datetime as dt
import json
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models

from qms import clock
from qms.history import canonical
from qms.history.chain import HistoryBypass, actor_key, hashed_fields, plain_value
from qms.history.recording import Change
from qms.history.writing import Values, columns_of, native

_quoted: Callable[[str], str] = json.encoder.encode_basestring  # text as JSON, characters as they are


@dataclass(slots=True)
class Links:
    """History columns of one write of many records of a model, in their order; `columns` are the records' own."""

    change: Change
    recorded_at: dt.datetime
    sequences: list[int]
    previous: list[str]
    hashes: list[str]
    texts: list[str]
    occurred: list[dt.datetime | None]
    columns: dict[str, Values]


def stamp(records: Sequence[Any], change: Change, *, kind: str) -> Links:
    """Make the links and move the records on to them. All are recorded at one moment: they are one write."""
    model = type(records[0])
    names = [field.attname for field in model._meta.concrete_fields]
    occurred = [record.__dict__.pop("_happened_at", None) or change.occurred_at for record in records]
    columns = _prepared(records, names)
    sequences = [version + 1 for version in columns["version"]]
    previous, recorded_at = columns["head_hash"], clock.now()
    texts = _texts(model, columns, change, kind, recorded_at, occurred)
    hashes = [canonical.digest(text) for text in texts]
    for record, sequence, row_hash in zip(records, sequences, hashes, strict=True):
        record.version, record.head_hash = sequence, row_hash
    columns |= {"version": sequences, "head_hash": hashes}
    return Links(change, recorded_at, sequences, previous, hashes, texts, occurred, columns)


def _prepared(records: Sequence[Any], names: Sequence[str]) -> dict[str, Values]:
    """The columns with what is derived from them; values that only the database knows are refused."""
    try:
        for record in records:
            record.prepare_save()
    except Exception:
        _refuse_expressions(columns_of(records, names))
        raise
    columns = columns_of(records, names)
    _refuse_expressions(columns)
    return columns


def _refuse_expressions(columns: dict[str, Values]) -> None:
    for name, values in columns.items():
        if any(hasattr(kind, "resolve_expression") for kind in set(map(type, values))):
            raise HistoryBypass(f"{name}: give a value, not an expression; history cannot record it.")


def _texts(
    model: Any, columns: dict[str, Values], change: Change, kind: str, recorded_at: Any, occurred: Sequence[Any]
) -> list[str]:
    """The canonical text of each record: its varying parts set into what is the same for all, keys in their order."""
    fields = sorted(hashed_fields(model), key=lambda field: field.attname)
    names = [field.attname for field in fields]
    told = [as_json(field, columns[field.attname]) for field in fields]
    pattern = "{" + ",".join(f"{_quoted(field.attname)}:%s" for field in fields) + "}"
    inner = [pattern % row for row in zip(*told, strict=True)]
    same = {name: canonical.dump(value) for name, value in _same_for_all(model, change, kind, recorded_at).items()}
    claimed = _moments(occurred)
    outer = (
        f'{{"by":{same["by"]},"fields":%s,"format":{same["format"]},"kind":{same["kind"]},"model":{same["model"]},'
        f'"occurred_at":%s,"on_behalf_of":{same["on_behalf_of"]},"operation":{_literal(same["operation"])},'
        f'"previous":"%s","reason":{_literal(same["reason"])},"record":"%s","recorded_at":{same["recorded_at"]},'
        '"sequence":%d}'
    )
    numbers = (version + 1 for version in columns["version"])
    uids = (text[1:-1] for text in told[names.index("uid")])
    rows = zip(inner, claimed, columns["head_hash"], uids, numbers, strict=True)
    return [outer % row for row in rows]


def _literal(text: str) -> str:
    return text.replace("%", "%%")


def _same_for_all(model: Any, change: Change, kind: str, recorded_at: Any) -> dict[str, Any]:
    return {
        "by": actor_key(change.by),
        "format": canonical.FORMAT,
        "kind": kind,
        "model": model._meta.label_lower,
        "on_behalf_of": actor_key(change.on_behalf_of),
        "operation": change.operation,
        "reason": canonical.plain(change.reason),
        "recorded_at": canonical.plain(recorded_at),
    }


PLAIN_TEXT: dict[Any, Callable[[Any], str]] = {
    int: str,
    bool: lambda value: "true" if value else "false",
    UUID: '"{}"'.format,
    dt.date: lambda value: f'"{value.isoformat()}"',
}
"""Kinds of values whose text needs no looking at."""


def as_json(field: models.Field, values: Values) -> list[str]:
    """Each value of a field as it stands in a canonical text."""
    kind, kinds = native(field), set(map(type, values)) - {type(None)}
    if kinds and kinds != {kind}:
        return ["{}" if value == {} else canonical.dump(plain_value(field, value)) for value in values]
    if kind is str:
        return ["null" if value is None else _quoted(_nfc(value)) for value in values]
    write = PLAIN_TEXT.get(kind)
    if write is not None:
        return ["null" if value is None else write(value) for value in values]
    return _moments(values)


def _moments(values: Sequence[Any]) -> list[str]:
    """Moments as they stand in a canonical text; many rows share one, so each is written once."""
    written = {value: canonical.dump(canonical.plain(value)) for value in set(values)}
    return [written[value] for value in values]


def _nfc(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)
